import {
  partitionKey,
  printOffset,
  type SourceOffset,
  type SourcePartition,
  type SourceRecord,
} from "../connect/index.ts";
import type { TaskProgress } from "../ports/index.ts";
import type { EncodedRecord } from "./encoded-record.ts";

/** Records of one source partition that went one after the other into the same batch: acknowledged together. */
interface Run {
  readonly batch: object;
  offset: SourceOffset | null;
  acknowledged: boolean;
}

/** The runs of one source partition, oldest first. */
interface Queue {
  readonly key: string;
  runs: Run[];
}

/** What is known of a batch under way. */
interface Batch {
  readonly runs: Run[];
  /** Its records in order, if somebody wants to hear of each. */
  readonly records: SourceRecord[];
  count: number;
  bytes: number;
}

/** Where a batch landed: the record with index i in it is at `baseOffset + i`. */
export interface BatchPlace {
  readonly topic: string;
  readonly partition: number;
  readonly baseOffset: bigint;
}

/**
 * Knows which source offsets may be checkpointed: of each source partition the offset of the last record such that it
 * and every record before it are acknowledged (Kafka Connect's `SubmittedRecords`, connect.md §5.4). An
 * unacknowledged record holds back its own source partition and no other.
 */
export class SubmittedRecords {
  readonly #queues = new Map<string, Queue>();
  readonly #queueOf = new WeakMap<SourcePartition, Queue>();
  readonly #batches = new Map<object, Batch>();
  readonly #onRecord: ((record: SourceRecord, place: BatchPlace, index: number) => void) | undefined;
  #records = 0;
  #bytes = 0;

  /** @param onRecord Called for each acknowledged record; without it no record is kept. */
  constructor(onRecord?: (record: SourceRecord, place: BatchPlace, index: number) => void) {
    this.#onRecord = onRecord;
  }

  /** What Kafka has acknowledged so far: records, and bytes of their keys and values. */
  get progress(): TaskProgress {
    return { records: this.#records, bytes: this.#bytes };
  }

  /** The record went into that batch, behind everything that went in before. */
  appended({ source, key, value }: EncodedRecord, batch: object): void {
    const known = this.#batches.get(batch) ?? { runs: [], records: [], count: 0, bytes: 0 };
    this.#batches.set(batch, known);
    known.count++;
    known.bytes += (key?.length ?? 0) + (value?.length ?? 0);
    if (this.#onRecord) known.records.push(source);
    if (source.sourcePartition === null) return;
    const queue = this.#queue(source.sourcePartition);
    const last = queue.runs.at(-1);
    if (last?.batch === batch) {
      last.offset = source.sourceOffset;
      return;
    }
    const run: Run = { batch, offset: source.sourceOffset, acknowledged: false };
    queue.runs.push(run);
    known.runs.push(run);
  }

  /** Kafka has every record of the batch. */
  acknowledged(batch: object, place: BatchPlace): void {
    const known = this.#batches.get(batch);
    if (!known) return;
    this.#batches.delete(batch);
    this.#records += known.count;
    this.#bytes += known.bytes;
    for (const run of known.runs) run.acknowledged = true;
    for (const [index, record] of known.records.entries()) this.#onRecord?.(record, place, index);
  }

  /**
   * The offsets that may be checkpointed and were not given out before: source partition (canonical JSON) to offset
   * (JSON), null for a record that resets its partition.
   */
  takeCommittable(): Map<string, string | null> {
    const committable = new Map<string, string | null>();
    for (const queue of this.#queues.values()) {
      const open = queue.runs.findIndex((run) => !run.acknowledged);
      const done = open < 0 ? queue.runs.length : open;
      const last = queue.runs[done - 1];
      if (!last) continue;
      committable.set(queue.key, last.offset === null ? null : printOffset(last.offset));
      queue.runs = queue.runs.slice(done);
    }
    return committable;
  }

  #queue(partition: SourcePartition): Queue {
    const known = this.#queueOf.get(partition);
    if (known) return known;
    const key = partitionKey(partition);
    const queue = this.#queues.get(key) ?? { key, runs: [] };
    this.#queues.set(key, queue);
    this.#queueOf.set(partition, queue);
    return queue;
  }
}
