import type { Clock, KafkaCluster, Logger, Random } from "../../ports/index.ts";
import { Cluster } from "./cluster.ts";
import { ignoredPropertyWarnings } from "./ignored-properties.ts";
import { clientConfig } from "./client-config.ts";
import { readSettings } from "./read-settings.ts";
import { KafkaRecordProducer } from "./record-producer.ts";
import { KafkaTopicAdmin } from "./topic-admin.ts";

export interface KafkaParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** A Kafka cluster whose connections can be ended. */
export interface ClosableKafka extends KafkaCluster {
  /** Ends every connection. Producers end as well. */
  close(): void;
}

/**
 * A cluster by Kafka's producer properties (`client-config.ts` lists them). Connects when something is asked or sent.
 *
 * @throws ConfigError with every property that can't be used, a line each.
 */
export function createKafka(properties: Readonly<Record<string, string>>, parts: KafkaParts): ClosableKafka {
  const { config, ...settings } = readSettings(properties);
  for (const warning of ignoredPropertyWarnings(properties, clientConfig.keys)) parts.logger.warn(warning);
  const cluster = new Cluster({ ...parts, settings });
  return {
    topics: new KafkaTopicAdmin(cluster),
    settings: {
      lingerMs: Number(config["linger.ms"]),
      batchSize: config["batch.size"],
      bufferMemory: Number(config["buffer.memory"]),
    },
    createProducer: () => new KafkaRecordProducer(cluster),
    close: () => cluster.close(),
  };
}

/** Clusters that were opened, and stay open for the next one who asks. */
export interface KafkaClusters {
  /** The same properties give the same connections and metadata. @throws ConfigError */
  readonly openKafka: (properties: Readonly<Record<string, string>>) => KafkaCluster;
  /** Ends every connection of every cluster. */
  close(): void;
}

/** How many clusters stay open. */
export interface KeptClusters {
  /** At least 1; undefined: all of them. */
  readonly keep?: number;
}

/**
 * Opens clusters and keeps them, for the next task run of this process. Each task has a client.id and so a cluster of
 * its own. When another is opened, the one that was opened longest ago is closed if there are more than `keep`: set it
 * where no more tasks than that run at a time, as one does in a Lambda environment, or a running one loses its cluster.
 */
export function createKafkaClusters(parts: KafkaParts, { keep = Infinity }: KeptClusters = {}): KafkaClusters {
  const opened = new Map<string, ClosableKafka>();
  return {
    openKafka(properties) {
      const key = JSON.stringify(Object.entries(properties).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      const kafka = opened.get(key) ?? createKafka(properties, parts);
      // Set anew, the key comes last in the map's order.
      opened.delete(key);
      opened.set(key, kafka);
      for (const [oldestKey, oldest] of opened) {
        if (opened.size <= keep) break;
        opened.delete(oldestKey);
        oldest.close();
      }
      return kafka;
    },
    close() {
      for (const kafka of opened.values()) kafka.close();
      opened.clear();
    },
  };
}
