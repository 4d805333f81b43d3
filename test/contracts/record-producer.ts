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

  test("batches of several partitions do not wait for each other, and each partition has its own order", async () => {
    const { producer, topic, read } = await open();
    const values = Array.from({ length: 60 }, (_, index) => `v${index}`);
    await Promise.all(values.map((value, index) => producer.send(batchOf(topic, index % 2, [value]))));
    for (const partition of [0, 1]) {
      expect(await read(partition)).toEqual(values.filter((_, index) => index % 2 === partition));
    }
  });

  test("gives up what is under way at its end; what is written of it is the beginning, in order", async () => {
    const { producer, topic, read } = await open();
    const values = Array.from({ length: 20 }, (_, index) => `v${index}`);
    const sends = values.map((value) => producer.send(batchOf(topic, 0, [value])).then(() => true));
    const outcomes = Promise.all(sends.map((send) => send.catch((error: unknown) => error)));
    await producer.close();
    for (const outcome of await outcomes) {
      if (outcome !== true) expect(outcome).toMatchObject({ name: "ConnectError" });
    }
    expect((await outcomes).at(-1)).not.toBe(true);
    const written = await read(0);
    expect(written).toEqual(values.slice(0, written.length));
  });

  test("takes nothing after its end", async () => {
    const { producer, topic, read } = await open();
    await producer.close();
    await expect(producer.send(batchOf(topic, 0, ["a"]))).rejects.toThrow(/closed/);
    expect(await read(0)).toEqual([]);
  });
}
