import { recordBatchHeader } from "../../../lib/adapters/kafkajs/record-batch-header.ts";
import type { PartitionBatch } from "../../../lib/adapters/kafkajs/produce-request.ts";
import { SeededRandom } from "../seeded-random.ts";
import { numberedBatch } from "./numbered-batch.ts";

/** A batch as a sender without manners may number it. */
export interface RawBatch {
  /** Which of the script's producers. */
  readonly producer: number;
  readonly epoch: number;
  readonly sequence: number;
  readonly count: number;
}

/** What a broker said to it. */
export interface RawAnswer {
  readonly errorCode: number;
  readonly baseOffset: bigint;
}

/** A partition that takes one batch after the other. */
export type SendRaw = (batch: RawBatch) => Promise<RawAnswer>;

const MAX_SEQUENCE = 2 ** 31 - 1;
const PRODUCERS = 3;

/**
 * The batch as a Produce request carries it.
 *
 * @param ids The producer ids, by producer.
 * @param now The records' timestamp, in milliseconds since 1970-01-01 UTC.
 */
export function frameOf(topic: string, ids: readonly bigint[], raw: RawBatch, now: number): PartitionBatch {
  const values = Array.from({ length: raw.count }, (_, index) => `${raw.producer} ${raw.sequence + index}`);
  const batch = numberedBatch(topic, 0, values, now);
  const identity = { producerId: ids[raw.producer] ?? 0n, producerEpoch: raw.epoch };
  const header = recordBatchHeader(batch, batch.records, identity, raw.sequence, 0);
  return { topic, partition: 0, header, records: batch.records };
}

/**
 * Batches of three producers, most of them in order: repeated, left out, overtaken, of an older or newer epoch, after
 * any first number and over the end of the numbers.
 */
export function idempotenceScript(seed: number, length: number): RawBatch[] {
  const random = new SeededRandom(seed);
  const sent: RawBatch[][] = Array.from({ length: PRODUCERS }, () => []);
  return Array.from({ length }, () => {
    const producer = random.between(0, PRODUCERS - 1);
    const before = sent[producer] ?? [];
    const last = before.at(-1);
    const count = random.between(1, 3);
    const first = { producer, epoch: 1, sequence: random.pick([0, 0, 7, MAX_SEQUENCE - 4]), count };
    const batch = last ? follower(random, before, last, count) : first;
    before.push(batch);
    return batch;
  });
}

function follower(random: SeededRandom, before: readonly RawBatch[], last: RawBatch, count: number): RawBatch {
  const next = { ...last, sequence: plus(last.sequence, last.count), count };
  const earlier = before.at(-random.between(1, 8)) ?? last;
  return random.pick<RawBatch>([
    next,
    next,
    next,
    next,
    earlier,
    earlier,
    { ...next, sequence: plus(next.sequence, random.between(1, 4)) },
    { ...earlier, count },
    { ...next, epoch: last.epoch + 1, sequence: random.pick([0, 0, next.sequence]) },
    { ...next, epoch: Math.max(0, last.epoch - 1) },
  ]);
}

const plus = (sequence: number, count: number): number => (sequence + count) % (MAX_SEQUENCE + 1);
