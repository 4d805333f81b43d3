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

/** Clusters that were opened, and stay open until `close`. */
export interface KafkaClusters {
  /** The same properties give the same connections and metadata. @throws ConfigError */
  readonly openKafka: (properties: Readonly<Record<string, string>>) => KafkaCluster;
  /** Ends every connection of every cluster. */
  close(): void;
}

/** Opens clusters and keeps them, for the next task run of this process. */
export function createKafkaClusters(parts: KafkaParts): KafkaClusters {
  const opened = new Map<string, ClosableKafka>();
  return {
    openKafka(properties) {
      const key = JSON.stringify(Object.entries(properties).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      const kafka = opened.get(key) ?? createKafka(properties, parts);
      opened.set(key, kafka);
      return kafka;
    },
    close() {
      for (const kafka of opened.values()) kafka.close();
      opened.clear();
    },
  };
}
