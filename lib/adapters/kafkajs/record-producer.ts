import { ConnectError } from "../../connect/index.ts";
import type { Acknowledgement, RecordBatch, RecordProducer } from "../../ports/index.ts";
import type { Cluster, Connection } from "./cluster.ts";
import { createCompression, type Compression } from "./compression.ts";
import { Limit } from "./limit.ts";
import { PartitionQueue, type QueuedBatch } from "./partition-queue.ts";
import { asConnectError, closed, gaveUp, noLeader } from "./produce-failure.ts";
import type { PartitionBatch } from "./produce-request.ts";
import { initProducerId } from "./producer-id.ts";
import { BATCH_HEADER_BYTES, recordBatchHeader, type ProducerIdentity } from "./record-batch-header.ts";

/** Batches that are compressed at a time: each takes a thread of Node's pool and a window of memory. */
const COMPRESSIONS = 2;

interface NodeState {
  readonly connection: Connection;
  requests: number;
  draining: boolean;
}

interface SentBatch extends PartitionBatch {
  readonly queue: PartitionQueue;
  readonly entry: QueuedBatch;
}

/**
 * Writes record batches over kafkajs's connections with a sender of its own: `acks=all`, idempotent, several requests
 * in flight a node, several batches a partition (DESIGN §10). One object a lease: a producer id is never used again.
 */
export class KafkaRecordProducer implements RecordProducer {
  readonly maxRecordsBytes: number;
  readonly #cluster: Cluster;
  readonly #compression: Compression;
  readonly #compressions = new Limit(COMPRESSIONS);
  readonly #queues = new Map<string, PartitionQueue>();
  readonly #nodes = new Map<number, NodeState>();
  readonly #recovering = new Set<PartitionQueue>();
  readonly #closed = new AbortController();
  #identity: Promise<ProducerIdentity> | undefined;

  constructor(cluster: Cluster) {
    const { compression, maxRequestSize } = cluster.settings;
    this.#cluster = cluster;
    this.#compression = createCompression(compression.type, compression);
    this.maxRecordsBytes = maxRequestSize - BATCH_HEADER_BYTES;
  }

  async send(batch: RecordBatch): Promise<Acknowledgement> {
    if (this.#closed.signal.aborted) throw closed();
    const key = `${batch.partition} ${batch.topic}`;
    const queue = this.#queues.get(key) ?? new PartitionQueue(batch.topic, batch.partition);
    this.#queues.set(key, queue);
    const { clock, settings } = this.#cluster;
    const { entry, done } = queue.add(batch, clock.now() + settings.deliveryTimeoutMs);
    void this.#frame(queue, entry);
    return await done;
  }

  close(): Promise<void> {
    this.#closed.abort(closed());
    for (const queue of this.#queues.values()) queue.fail(closed());
    for (const { connection, requests } of this.#nodes.values()) {
      if (requests > 0) connection.disconnect("The producer was closed");
    }
    return Promise.resolve();
  }

  async #frame(queue: PartitionQueue, entry: QueuedBatch): Promise<void> {
    const { compress, id } = this.#compression;
    try {
      const [identity, records] = await Promise.all([
        (this.#identity ??= initProducerId(this.#cluster, this.#closed.signal)),
        compress ? this.#compressions.run(() => compress(entry.batch.records)) : entry.batch.records,
      ]);
      entry.frame = { header: recordBatchHeader(entry.batch, records, identity, entry.sequence, id), records };
    } catch (error) {
      queue.fail(asConnectError(error));
      return;
    }
    this.#wake(queue);
  }

  /** Gets the queue's next batches on their way. */
  #wake(queue: PartitionQueue): void {
    if (this.#closed.signal.aborted) return;
    if (queue.next) {
      const leader = this.#cluster.topic(queue.topic)?.leaders[queue.partition];
      const node = leader === undefined ? undefined : this.#node(leader);
      if (node && leader !== undefined) void this.#drain(leader, node);
      else queue.unsendable(noLeader(queue));
    }
    if (queue.mayRecover) void this.#recover(queue);
  }

  #node(id: number): NodeState | undefined {
    const connection = this.#cluster.node(id);
    if (!connection) return undefined;
    const known = this.#nodes.get(id);
    if (known?.connection === connection) return known;
    const state = { connection, requests: 0, draining: false };
    this.#nodes.set(id, state);
    return state;
  }

  /** Fills the node's requests as long as there is something for it and room in flight. */
  async #drain(id: number, node: NodeState): Promise<void> {
    if (node.draining) return;
    node.draining = true;
    try {
      while (node.requests < this.#cluster.settings.maxInFlight && this.#ledBy(id).length > 0) {
        await node.connection.ready();
        // Nothing may wait between the choice and the write: batches reach the socket in the order they are marked.
        const batches = this.#take(id);
        if (batches.length > 0) void this.#request(node, batches);
      }
    } catch (error) {
      for (const queue of this.#ledBy(id)) queue.unsendable(asConnectError(error));
    } finally {
      node.draining = false;
    }
    for (const queue of this.#queues.values()) if (queue.mayRecover) void this.#recover(queue);
  }

  /** The queues that have something to send to that node. */
  #ledBy(id: number): PartitionQueue[] {
    if (this.#closed.signal.aborted) return [];
    return [...this.#queues.values()].filter(
      (queue) => queue.next && this.#cluster.topic(queue.topic)?.leaders[queue.partition] === id,
    );
  }

  /** At most one batch a partition, at most `max.request.size` together. Who was served goes to the end of the line. */
  #take(id: number): SentBatch[] {
    const taken: SentBatch[] = [];
    let room = this.#cluster.settings.maxRequestSize;
    for (const queue of this.#ledBy(id)) {
      const entry = queue.next;
      if (!entry?.frame) continue;
      const size = entry.frame.header.length + entry.frame.records.length;
      if (size > room && taken.length > 0) continue;
      room -= size;
      queue.markSent();
      taken.push({ topic: queue.topic, partition: queue.partition, ...entry.frame, queue, entry });
      const key = `${queue.partition} ${queue.topic}`;
      this.#queues.delete(key);
      this.#queues.set(key, queue);
    }
    return taken;
  }

  async #request(node: NodeState, batches: readonly SentBatch[]): Promise<void> {
    node.requests++;
    try {
      const { results } = await node.connection.produce(batches);
      for (const { queue, entry, topic, partition } of batches) {
        const result = results.find((candidate) => candidate.partition === partition && candidate.topic === topic);
        if (result) queue.answered(entry, result);
        else queue.lost(entry, new ConnectError(`Kafka did not answer for partition ${partition} of "${topic}"`));
      }
    } catch (error) {
      for (const { queue, entry } of batches) queue.lost(entry, asConnectError(error));
    } finally {
      node.requests--;
    }
    for (const { queue } of batches) this.#wake(queue);
    for (const [id, state] of this.#nodes) if (state === node) void this.#drain(id, node);
  }

  /** After a failed try: waits, asks who leads the partition, and goes on. Ends with `delivery.timeout.ms` or `retries`. */
  async #recover(queue: PartitionQueue): Promise<void> {
    const { clock, settings, backoff } = this.#cluster;
    const { signal } = this.#closed;
    if (!this.#claim(queue)) return;
    try {
      for (; queue.mayRecover && !signal.aborted;) {
        const { first, tries, lastError } = queue;
        if (first && (clock.now() >= first.deadline || tries > settings.retries)) {
          queue.fail(gaveUp(queue, lastError));
          return;
        }
        await backoff.wait(Math.max(tries, 1), signal);
        if (signal.aborted) return;
        try {
          const { leaders } = await this.#cluster.refresh(queue.topic, signal);
          if (leaders[queue.partition] === undefined) queue.unsendable(noLeader(queue));
          else queue.resume();
        } catch (error) {
          queue.unsendable(asConnectError(error));
        }
      }
    } finally {
      this.#recovering.delete(queue);
    }
    this.#wake(queue);
  }

  #claim(queue: PartitionQueue): boolean {
    if (this.#recovering.has(queue)) return false;
    this.#recovering.add(queue);
    return true;
  }
}
