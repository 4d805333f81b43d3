import type { PartitionResult } from "../../../lib/adapters/kafkajs/produce-response.ts";
import type { ProducedBatch } from "./produced-batch.ts";
import { ProducerStates } from "./producer-states.ts";

const NOT_LEADER_OR_FOLLOWER = 6;

/** A batch that every replica has: it can't get lost any more, and consumers see it. */
export interface LogBatch extends ProducedBatch {
  readonly baseOffset: bigint;
}

/** Learns of a batch as soon as every replica has it. */
export type AppendListener = (batch: LogBatch) => void;

interface Waiting {
  readonly result: PartitionResult;
  readonly answer: (result: PartitionResult) => void;
}

/**
 * One Kafka partition with its replicas. A batch is acknowledged (acks=all) when every replica has it: at once, unless
 * `holdReplication` was called. Then it waits, and is truncated if the leader moves before.
 */
export class SimulatedPartition {
  readonly topic: string;
  readonly partition: number;
  /** The node that takes batches; undefined: none. */
  leader: number | undefined;
  /** The node that Metadata names; another than the leader while the news of a move is on its way. */
  announced: number | undefined;
  /** Every batch that can't get lost any more, in the order of the offsets. */
  readonly log: LogBatch[] = [];
  readonly #listener: AppendListener;
  #producers = new ProducerStates();
  #end = 0n;
  /** While replication stands still: what the replicas know, and what waits for them. */
  #held: { readonly producers: ProducerStates; readonly batches: LogBatch[]; readonly waiting: Waiting[] } | undefined;

  constructor(topic: string, partition: number, leader: number, listener: AppendListener) {
    this.topic = topic;
    this.partition = partition;
    this.leader = leader;
    this.announced = leader;
    this.#listener = listener;
  }

  /** Takes a batch from a Produce request at that node. A promise: the replicas lag. */
  produce(node: number, batch: ProducedBatch): PartitionResult | Promise<PartitionResult> {
    if (this.leader !== node) return this.#result(NOT_LEADER_OR_FOLLOWER);
    const verdict = this.#producers.judge(batch);
    if (verdict.kind === "refused") return this.#result(verdict.errorCode);
    const result = this.#result(0, verdict.kind === "duplicate" ? verdict.baseOffset : this.#append(batch));
    const { promise, resolve } = Promise.withResolvers<PartitionResult>();
    if (!this.#held || this.#replicated(result.baseOffset)) return result;
    this.#held.waiting.push({ result, answer: resolve });
    return promise;
  }

  /** From now on the followers fetch nothing. */
  holdReplication(): void {
    this.#held ??= { producers: this.#producers.copy(), batches: [], waiting: [] };
  }

  /** The followers have caught up. */
  resumeReplication(): void {
    const held = this.#held;
    if (!held) return;
    this.#held = undefined;
    for (const batch of held.batches) this.#commit(batch);
    for (const { result, answer } of held.waiting) answer(result);
  }

  /**
   * Another replica leads from now on, or none: what only the old leader had is gone.
   *
   * @param announce Whether Metadata says so at once.
   */
  moveLeader(node: number | undefined, { announce = true } = {}): void {
    this.leader = node;
    if (announce) this.announced = node;
    const held = this.#held;
    if (!held) return;
    this.#held = undefined;
    this.#producers = held.producers;
    this.#end = held.batches[0]?.baseOffset ?? this.#end;
    for (const { answer } of held.waiting) answer(this.#result(NOT_LEADER_OR_FOLLOWER));
  }

  /** Forgets all producers, as brokers do after `producer.id.expiration.ms`. */
  forgetProducers(): void {
    this.#producers.clear();
  }

  #append(batch: ProducedBatch): bigint {
    const appended = { ...batch, baseOffset: this.#end };
    this.#end += BigInt(batch.count);
    this.#producers.appended(batch, appended.baseOffset);
    if (this.#held) this.#held.batches.push(appended);
    else this.#commit(appended);
    return appended.baseOffset;
  }

  #commit(batch: LogBatch): void {
    this.log.push(batch);
    this.#listener(batch);
  }

  #replicated(baseOffset: bigint): boolean {
    const [first] = this.#held?.batches ?? [];
    return first === undefined || baseOffset < first.baseOffset;
  }

  #result(errorCode: number, baseOffset = -1n): PartitionResult {
    const { topic, partition } = this;
    return { topic, partition, errorCode, baseOffset, errorMessage: undefined };
  }
}
