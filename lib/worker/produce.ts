import { ConnectError } from "../connect/index.ts";
import type { Clock, ProduceSettings, Random, RecordProducer, TopicAdmin } from "../ports/index.ts";
import type { EncodedRecord } from "./encoded-record.ts";
import { partitionForKey, StickyPartition } from "./record-batch/partitioner.ts";
import { invalidPartition, invalidTimestamp, recordTooLarge, withProduceStage } from "./produce-errors.ts";
import { RecordBatchBuilder } from "./record-batch/record-batch-builder.ts";

/** Buffers kept for the next batches. */
const SPARE_BUFFERS = 8;

/** Where a batch went. */
export interface BatchAcknowledgement {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the batch's first record; -1 if Kafka did not say. */
  readonly baseOffset: bigint;
}

/** Learns which records a batch holds and when Kafka has them. */
export interface ProduceListener {
  /** The record is the next one of that batch. `batch` stands for its identity, no more. */
  appended(record: EncodedRecord, batch: object): void;
  /** All records of the batch are acknowledged. Batches of one Kafka partition come in their order. */
  acknowledged(batch: object, acknowledgement: BatchAcknowledgement): void;
}

/** The stage that brings records to Kafka (DESIGN §2). One call of `produce` at a time. */
export interface Produce {
  /**
   * Appends the records in their order. Waits while more than `buffer.memory` bytes are not acknowledged yet.
   *
   * @throws ConnectError of the stage KAFKA_PRODUCE: the first failure of any batch so far, a record that is too large,
   *   a topic or partition that does not exist.
   */
  produce(records: readonly EncodedRecord[]): Promise<void>;
  /** Closes open batches and waits until everything is acknowledged. @throws ConnectError the first failure. */
  flush(): Promise<void>;
  /** Drops open batches and stops the timer; the listener hears nothing more. */
  abort(): void;
}

interface ProduceParts {
  readonly producer: RecordProducer;
  readonly topics: TopicAdmin;
  readonly clock: Clock;
  readonly random: Random;
  readonly listener: ProduceListener;
  readonly settings: ProduceSettings;
}

interface TopicState {
  readonly sticky: StickyPartition;
  readonly open: Map<number, RecordBatchBuilder>;
  partitions: number;
  /** The call of `produce` that last asked how many partitions there are. */
  askedIn: number;
}

/** Makes the produce stage of one task. */
export function createProduce(parts: ProduceParts): Produce {
  return new BatchingProduce(parts);
}

class BatchingProduce implements Produce {
  readonly #parts: ProduceParts;
  readonly #batchLimit: number;
  readonly #topics = new Map<string, TopicState>();
  /** Open batches, the oldest first. */
  readonly #open = new Set<RecordBatchBuilder>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #spare: Buffer[] = [];
  #linger: { readonly end: AbortController; readonly done: Promise<void> } | undefined;
  #unacknowledged = 0;
  #calls = 0;
  #failure: ConnectError | undefined;
  readonly #ended = new AbortController();

  constructor(parts: ProduceParts) {
    this.#parts = parts;
    this.#batchLimit = Math.min(parts.settings.batchSize, parts.producer.maxRecordsBytes);
  }

  async produce(records: readonly EncodedRecord[]): Promise<void> {
    const { clock, settings } = this.#parts;
    this.#calls++;
    const now = BigInt(clock.now());
    for (const record of records) {
      let topic = this.#topics.get(record.topic);
      if (topic?.askedIn !== this.#calls) topic = await this.#askPartitions(record.topic);
      while (this.#unacknowledged >= settings.bufferMemory && !this.#failure) await this.#room();
      if (this.#failure) throw this.#failure;
      this.#append(record, topic, record.timestamp ?? now);
    }
    if (this.#failure) throw this.#failure;
    if (settings.lingerMs === 0) this.#closeAll();
    else this.#startLinger();
  }

  async flush(): Promise<void> {
    this.#closeAll();
    this.#linger?.end.abort();
    await Promise.all([this.#linger?.done, ...this.#underWay]);
    if (this.#failure) throw this.#failure;
  }

  abort(): void {
    this.#ended.abort();
    this.#failure ??= new ConnectError("The produce stage was stopped before its records were acknowledged");
    this.#open.clear();
    for (const topic of this.#topics.values()) topic.open.clear();
    this.#linger?.end.abort();
  }

  async #askPartitions(name: string): Promise<TopicState> {
    const partitions = await this.#parts.topics.partitionCount(name, this.#ended.signal).catch((error: unknown) => {
      throw withProduceStage(error);
    });
    const topic = this.#topics.get(name) ?? {
      sticky: new StickyPartition(this.#parts.random),
      open: new Map<number, RecordBatchBuilder>(),
      partitions,
      askedIn: this.#calls,
    };
    topic.partitions = partitions;
    topic.askedIn = this.#calls;
    this.#topics.set(name, topic);
    return topic;
  }

  #append(record: EncodedRecord, topic: TopicState, timestamp: bigint): void {
    if (timestamp < 0n) throw invalidTimestamp(record, timestamp);
    const partition = choosePartition(record, topic);
    const open = topic.open.get(partition);
    const size = open?.append(record, timestamp, this.#batchLimit) ?? 0;
    if (open && size > 0) return this.#appended(record, open, size);
    if (open) this.#close(open);
    // Keyless records move on to another partition when a batch closes, and that one may have an open batch as well.
    if (open && choosePartition(record, topic) !== partition) return this.#append(record, topic, timestamp);
    return this.#appendToNew(record, topic, partition, timestamp);
  }

  #appendToNew(record: EncodedRecord, topic: TopicState, partition: number, timestamp: bigint): void {
    const { clock, producer } = this.#parts;
    const batch = new RecordBatchBuilder(record.topic, partition, clock.now(), this.#spare.pop());
    const size = batch.append(record, timestamp, producer.maxRecordsBytes);
    if (size < 0) throw recordTooLarge(record, -size, producer.maxRecordsBytes);
    topic.open.set(partition, batch);
    this.#open.add(batch);
    this.#appended(record, batch, size);
  }

  #appended(record: EncodedRecord, batch: RecordBatchBuilder, size: number): void {
    this.#unacknowledged += size;
    this.#parts.listener.appended(record, batch);
  }

  #close(batch: RecordBatchBuilder): void {
    const topic = this.#topics.get(batch.topic);
    topic?.open.delete(batch.partition);
    topic?.sticky.batchClosed(batch.partition, topic.partitions);
    this.#open.delete(batch);
    const sent = this.#send(batch);
    this.#underWay.add(sent);
    void sent.then(() => this.#underWay.delete(sent));
  }

  #closeAll(): void {
    for (const batch of this.#open) this.#close(batch);
  }

  /** Never rejects: a failure is kept, for the next call to throw. */
  async #send(batch: RecordBatchBuilder): Promise<void> {
    const { topic, partition, bytes } = batch;
    try {
      const { baseOffset } = await this.#parts.producer.send(batch.finish());
      if (this.#ended.signal.aborted) return;
      if (this.#spare.length < SPARE_BUFFERS) this.#spare.push(batch.buffer);
      this.#parts.listener.acknowledged(batch, { topic, partition, baseOffset });
    } catch (error) {
      this.#failure ??= withProduceStage(error);
    } finally {
      this.#unacknowledged -= bytes;
    }
  }

  /** Waits for an acknowledgement. Batches must not wait for more records meanwhile: none will come. */
  async #room(): Promise<void> {
    this.#closeAll();
    await Promise.race(this.#underWay);
  }

  #startLinger(): void {
    if (this.#linger || this.#open.size === 0) return;
    const end = new AbortController();
    this.#linger = { end, done: this.#closeInTime(end.signal) };
  }

  async #closeInTime(signal: AbortSignal): Promise<void> {
    const { clock, settings } = this.#parts;
    for (;;) {
      const [oldest] = this.#open;
      if (!oldest || signal.aborted) break;
      const wait = oldest.openedAt + settings.lingerMs - clock.now();
      if (wait > 0) await clock.sleep(wait, signal);
      else this.#close(oldest);
    }
    this.#linger = undefined;
  }
}

function choosePartition(record: EncodedRecord, topic: TopicState): number {
  const { kafkaPartition, key } = record;
  if (kafkaPartition !== null) {
    if (kafkaPartition < 0 || kafkaPartition >= topic.partitions) throw invalidPartition(record, topic.partitions);
    return kafkaPartition;
  }
  return key === null ? topic.sticky.choose(topic.partitions) : partitionForKey(key, topic.partitions);
}
