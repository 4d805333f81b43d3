import { expect, test } from "vitest";
import type { RecordProducer } from "../../lib/ports/index.ts";
import { batchOf } from "./batch-of.ts";

/** What the suite needs of a Kafka, real or not. */
export interface RecordProducerFixture {
  /** A producer of its own identity. */
  readonly producer: RecordProducer;
  /** A topic that is empty, with two partitions. */
  readonly topic: string;
  /** The values in one partition of the topic, in their order. */
  readonly read: (partition: number) => Promise<(string | null)[]>;
}

/**
 * What every RecordProducer does (DESIGN §10).
 *
 * @param open Called once a test.
 */
export function recordProducerContract(open: () => Promise<RecordProducerFixture>): void {
  test("says where each batch went, and has written it by then", async () => {
    const { producer, topic, read } = await open();
    expect(await producer.send(batchOf(topic, 1, ["a", "b"]))).toEqual({ baseOffset: 0n });
    expect(await read(1)).toEqual(["a", "b"]);
    expect(await producer.send(batchOf(topic, 1, ["c"]))).toEqual({ baseOffset: 2n });
    expect(await producer.send(batchOf(topic, 0, ["d"]))).toEqual({ baseOffset: 0n });
    expect(await read(0)).toEqual(["d"]);
  });

  test("writes batches of one partition in the order of the calls, however many are under way", async () => {
    const { producer, topic, read } = await open();
    const values = Array.from({ length: 200 }, (_, index) => `v${index}`);
    const acknowledged: number[] = [];
    const sends = values.map(async (value, index) => {
      const { baseOffset } = await producer.send(batchOf(topic, 0, [value]));
      acknowledged.push(index);
      return baseOffset;
    });
    expect(await Promise.all(sends)).toEqual(values.map((_, index) => BigInt(index)));
    expect(acknowledged).toEqual(values.map((_, index) => index));
    expect(await read(0)).toEqual(values);
  });

  test("takes a batch of maxRecordsBytes", async () => {
    const { producer, topic, read } = await open();
    const overhead = batchOf(topic, 0, ["x".repeat(producer.maxRecordsBytes - 100)]).records.length;
    const value = "x".repeat(2 * producer.maxRecordsBytes - 100 - overhead);
    const batch = batchOf(topic, 0, [value]);
    expect(batch.records).toHaveLength(producer.maxRecordsBytes);
    await producer.send(batch);
    expect(await read(0)).toEqual([value]);
  });

  test("takes nothing after its end", async () => {
    const { producer, topic, read } = await open();
    await producer.close();
    await expect(producer.send(batchOf(topic, 0, ["a"]))).rejects.toThrow(/closed/);
    expect(await read(0)).toEqual([]);
  });
}
