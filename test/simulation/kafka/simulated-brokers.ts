import type { PartitionResult } from "../../../lib/adapters/kafkajs/produce-response.ts";
import type { ProducedBatch } from "./produced-batch.ts";
import { SimulatedPartition, type AppendListener } from "./simulated-partition.ts";

const UNKNOWN_TOPIC_OR_PARTITION = 3;

/** How many partitions a topic has; 0: there is no such topic. */
export type PartitionsOf = (topic: string) => number;

export interface BrokersParts {
  /** Node ids are 1 to that. */
  readonly nodes: number;
  readonly partitionsOf: PartitionsOf;
  readonly onAppend: AppendListener;
}

/** A node that runs or not. */
interface Node {
  up: boolean;
  /** Ends every connection to it. */
  readonly connections: Set<() => void>;
}

/** What the nodes of a cluster know and do; every partition has a replica at every node. Nothing here takes time. */
export class SimulatedBrokers {
  readonly nodeIds: readonly number[];
  readonly #partitionsOf: PartitionsOf;
  readonly #onAppend: AppendListener;
  readonly #nodes = new Map<number, Node>();
  readonly #topics = new Map<string, readonly SimulatedPartition[]>();
  #producerIds = 0n;

  constructor({ nodes, partitionsOf, onAppend }: BrokersParts) {
    this.#partitionsOf = partitionsOf;
    this.#onAppend = onAppend;
    this.nodeIds = Array.from({ length: nodes }, (_, index) => index + 1);
    for (const id of this.nodeIds) this.#nodes.set(id, { up: true, connections: new Set() });
  }

  /** The topic's partitions; a topic is made when it is first asked for. Empty: there is no such topic. */
  topic(name: string): readonly SimulatedPartition[] {
    const known = this.#topics.get(name);
    if (known) return known;
    const made = Array.from({ length: this.#partitionsOf(name) }, (_, partition) => {
      const leader = 1 + ((name.length + partition) % this.#nodes.size);
      return new SimulatedPartition(name, partition, leader, this.#onAppend);
    });
    if (made.length > 0) this.#topics.set(name, made);
    return made;
  }

  /** @throws Error if there is no such partition. */
  partition(topic: string, partition: number): SimulatedPartition {
    const found = this.topic(topic)[partition];
    if (!found) throw new Error(`There is no partition ${partition} of the topic "${topic}"`);
    return found;
  }

  /** One batch of a Produce request. */
  produce(node: number, batch: ProducedBatch): PartitionResult | Promise<PartitionResult> {
    const { topic, partition } = batch;
    const found = this.topic(topic)[partition];
    if (found) return found.produce(node, batch);
    const errorCode = UNKNOWN_TOPIC_OR_PARTITION;
    return { topic, partition, errorCode, baseOffset: -1n, errorMessage: undefined };
  }

  /** InitProducerId of a producer without transactions. */
  newProducerId(): bigint {
    this.#producerIds++;
    return 1000n + this.#producerIds;
  }

  /** Whether the node takes the connection; `end` is called when the node stops. */
  connect(id: number, end: () => void): boolean {
    const node = this.#node(id);
    if (node.up) node.connections.add(end);
    return node.up;
  }

  /** The node dies. Another one leads its partitions, if one is up. */
  stopNode(id: number): void {
    const node = this.#node(id);
    node.up = false;
    for (const end of node.connections) end();
    node.connections.clear();
    this.#elect();
  }

  startNode(id: number): void {
    this.#node(id).up = true;
    this.#elect();
  }

  #elect(): void {
    const next = [...this.#nodes].find(([, { up }]) => up)?.[0];
    for (const partitions of this.#topics.values()) {
      for (const partition of partitions) {
        if (partition.leader !== undefined && this.#node(partition.leader).up) continue;
        partition.moveLeader(next);
      }
    }
  }

  #node(id: number): Node {
    const node = this.#nodes.get(id);
    if (!node) throw new Error(`There is no Kafka node ${id}`);
    return node;
  }
}
