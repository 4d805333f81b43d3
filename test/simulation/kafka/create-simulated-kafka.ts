import { Cluster } from "../../../lib/adapters/kafkajs/cluster.ts";
import { readSettings } from "../../../lib/adapters/kafkajs/read-settings.ts";
import { KafkaRecordProducer } from "../../../lib/adapters/kafkajs/record-producer.ts";
import { KafkaTopicAdmin } from "../../../lib/adapters/kafkajs/topic-admin.ts";
import type { KafkaCluster } from "../../../lib/ports/index.ts";
import type { Actor } from "../actor.ts";
import { silentLogger } from "../../unit/adapters/kafkajs/silent-logger.ts";
import type { World } from "../world.ts";
import { BrokerRequests } from "./broker-requests.ts";
import type { RequestListener } from "./request-listener.ts";
import { SimulatedBrokers, type PartitionsOf } from "./simulated-brokers.ts";
import { SimulatedConnection } from "./simulated-connection.ts";
import type { AppendListener, LogBatch } from "./simulated-partition.ts";
import { addressOf } from "./small-answers.ts";

export interface SimulatedKafkaOptions {
  /** How many partitions each topic has. Default: 1. */
  readonly partitions?: number | PartitionsOf;
  /** Producer properties, as a worker file has them. `bootstrap.servers` is added. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Hears of each batch at the moment it can't get lost any more. */
  readonly onAppend?: AppendListener;
  /** Hears of each request at a node; may disturb the cluster. */
  readonly onRequest?: RequestListener;
}

/** Two Kafka nodes in the simulation's world, under the adapter's own cluster, topics and sender. */
export interface SimulatedKafka {
  /** What goes wrong at the nodes is said here. */
  readonly brokers: SimulatedBrokers;
  /** What consumers see of one partition, in its order. `decodeRecords` reads the batches. */
  log(topic: string, partition: number): readonly LogBatch[];
  /** The cluster as an invocation sees it: connections and producer ids of its own. */
  openKafka(actor: Actor): KafkaCluster;
}

const NODES = 2;

/** Starts a cluster without topics; one is made when somebody asks for it, and its partitions are led in turn. */
export function createSimulatedKafka(world: World, options: SimulatedKafkaOptions = {}): SimulatedKafka {
  const { partitions = 1, properties = {}, onAppend = () => undefined, onRequest = {} } = options;
  const partitionsOf = typeof partitions === "number" ? () => partitions : partitions;
  const brokers = new SimulatedBrokers({ nodes: NODES, partitionsOf, onAppend });
  const requests = new BrokerRequests(brokers, onRequest);
  const nodes = new Map(brokers.nodeIds.map((id) => [addressOf(id).host, id]));
  const servers = brokers.nodeIds.map((id) => `${addressOf(id).host}:${addressOf(id).port}`).join(",");
  const { config, ...settings } = readSettings({ ...properties, "bootstrap.servers": servers });
  const produceSettings = {
    lingerMs: Number(config["linger.ms"]),
    batchSize: config["batch.size"],
    bufferMemory: Number(config["buffer.memory"]),
  };
  return {
    brokers,
    log: (topic, partition) => brokers.topic(topic)[partition]?.log ?? [],
    openKafka(actor) {
      const parts = { ...settings, world, actor, brokers, requests };
      const cluster = new Cluster({
        settings,
        clock: actor.clock,
        random: actor.random,
        logger: silentLogger,
        connect: ({ host }) => new SimulatedConnection(nodes.get(host) ?? 0, parts),
      });
      return {
        topics: new KafkaTopicAdmin(cluster),
        settings: produceSettings,
        createProducer: () => new KafkaRecordProducer(cluster),
      };
    },
  };
}
