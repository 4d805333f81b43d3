import { describe, expect, test } from "vitest";
import { ConnectError } from "../../../lib/connect/index.ts";
import type { Acknowledgement, ProduceSettings, RecordBatch, RecordProducer } from "../../../lib/ports/index.ts";
import type { EncodedRecord } from "../../../lib/worker/encoded-record.ts";
import { createProduce } from "../../../lib/worker/produce.ts";
import { HeldClock, settle } from "../../support/held-clock.ts";

interface Sent {
  readonly batch: RecordBatch;
  acknowledge(): void;
  fail(error: Error): void;
}

/** Gives every batch into the test's hands. */
class HeldProducer implements RecordProducer {
  readonly maxRecordsBytes = 1000;
  readonly sent: Sent[] = [];
  #offset = 0n;

  send(batch: RecordBatch): Promise<Acknowledgement> {
    const { promise, resolve, reject } = Promise.withResolvers<Acknowledgement>();
    const acknowledge = (): void => {
      resolve({ baseOffset: this.#offset });
      this.#offset += BigInt(batch.count);
    };
    this.sent.push({ batch, acknowledge, fail: reject });
    return promise;
  }

  async close(): Promise<void> {}
}

function setUp(settings: Partial<ProduceSettings> = {}, partitions: Record<string, number> = { t: 1 }) {
  const producer = new HeldProducer();
  const clock = new HeldClock();
  const batches = new Map<object, number[]>();
  const acknowledged: { readonly records: number[]; readonly partition: number; readonly baseOffset: bigint }[] = [];
  const numbers = new Map<EncodedRecord, number>();
  const produce = createProduce({
    producer,
    clock,
    topics: {
      partitionCount: async (topic) => {
        const count = partitions[topic];
        if (count === undefined) throw new ConnectError(`Topic "${topic}" does not exist`);
        return count;
      },
    },
    random: { next: () => 0 },
    listener: {
      appended(record, batch) {
        const held = batches.get(batch) ?? [];
        held.push(numbers.get(record) ?? -1);
        batches.set(batch, held);
      },
      acknowledged: (batch, { partition, baseOffset }) =>
        acknowledged.push({ records: batches.get(batch) ?? [], partition, baseOffset }),
    },
    settings: { lingerMs: 5, batchSize: 100, bufferMemory: 1000, ...settings },
  });
  let next = 0;
  /** A record of 20 bytes, framed. */
  const record = (parts: Partial<EncodedRecord> = {}): EncodedRecord => {
    const made: EncodedRecord = {
      source: {
        topic: "t",
        sourcePartition: { table: "jobs" },
        sourceOffset: { incrementing: 7n },
        keySchema: null,
        key: null,
        valueSchema: null,
        value: null,
      },
      topic: "t",
      kafkaPartition: null,
      key: null,
      value: Buffer.alloc(13),
      timestamp: 1n,
      headers: [],
      ...parts,
    };
    numbers.set(made, next++);
    return made;
  };
  const many = (count: number, parts?: Partial<EncodedRecord>) => Array.from({ length: count }, () => record(parts));
  return {
    producer,
    clock,
    produce,
    record,
    many,
    acknowledged,
    counts: () => producer.sent.map((s) => s.batch.count),
  };
}

describe("a batch closes", () => {
  test("when the next record would make it larger than batch.size", async () => {
    const { produce, many, counts } = setUp();
    await produce.produce(many(12));
    expect(counts()).toEqual([5, 5]);
  });

  test("after linger.ms, and no timer is left when there is nothing open", async () => {
    const { produce, many, counts, clock } = setUp();
    await produce.produce(many(2));
    await clock.pass(4);
    expect(counts()).toEqual([]);
    await clock.pass(1);
    expect(counts()).toEqual([2]);
    expect(clock.sleeping).toBe(0);
  });

  test("at the end of the call with linger.ms=0", async () => {
    const { produce, many, counts, clock } = setUp({ lingerMs: 0 });
    await produce.produce(many(2));
    expect(counts()).toEqual([2]);
    expect(clock.sleeping).toBe(0);
  });

  test("at a flush, which waits for all acknowledgements and leaves no timer", async () => {
    const { produce, many, producer, acknowledged, clock } = setUp();
    await produce.produce(many(7));
    let flushed = false;
    const flush = produce.flush().then(() => (flushed = true));
    await settle();
    expect(clock.sleeping).toBe(0);
    producer.sent[0]?.acknowledge();
    await settle();
    expect(flushed).toBe(false);
    producer.sent[1]?.acknowledge();
    await flush;
    expect(acknowledged).toEqual([
      { records: [0, 1, 2, 3, 4], partition: 0, baseOffset: 0n },
      { records: [5, 6], partition: 0, baseOffset: 5n },
    ]);
  });
});

test("waits while more than buffer.memory is not acknowledged, and closes what is open so that it ends", async () => {
  const { produce, many, producer, counts } = setUp({ bufferMemory: 130 });
  let done = false;
  const call = produce.produce(many(9)).then(() => (done = true));
  await settle();
  expect(counts()).toEqual([5, 2]);
  expect(done).toBe(false);
  producer.sent[0]?.acknowledge();
  await call;
});

test("keyless records fill one partition at a time, keyed and explicit ones go to theirs", async () => {
  const { produce, many, record, producer } = setUp({}, { t: 3 });
  await produce.produce([...many(6), record({ key: Buffer.alloc(0) }), record({ kafkaPartition: 2 })]);
  void produce.flush().catch(() => undefined);
  await settle();
  expect(producer.sent.map(({ batch }) => [batch.partition, batch.count])).toEqual([
    [0, 5],
    [1, 1],
    [275646681 % 3, 1],
    [2, 1],
  ]);
});

test("a record without a timestamp gets the time of sending", async () => {
  const { produce, record, producer } = setUp({ lingerMs: 0 });
  await produce.produce([record({ timestamp: null })]);
  expect(producer.sent[0]?.batch.baseTimestamp).toBe(1000n);
});

test("a record above batch.size but within a request has a batch of its own", async () => {
  const { produce, record, many, counts } = setUp({ lingerMs: 0 });
  await produce.produce([...many(1), record({ value: Buffer.alloc(900) }), ...many(1)]);
  expect(counts()).toEqual([1, 1, 1]);
});

describe("bad records give one sentence of the stage KAFKA_PRODUCE", () => {
  test("larger than a request: topic, size, limit, source partition and offset", async () => {
    const { produce, record } = setUp();
    const error = await produce.produce([record({ value: Buffer.alloc(2000) })]).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "ConnectError", stage: "KAFKA_PRODUCE" });
    for (const part of [/2009 bytes/, /topic "t"/, /\b1000 bytes/, /\{"table":"jobs"\}/, /"incrementing":7/])
      expect(error).toHaveProperty("message", expect.stringMatching(part));
    expect(error).toHaveProperty("message", expect.stringContaining("max.request.size"));
  });

  test("a partition that the topic does not have", async () => {
    const { produce, record } = setUp();
    await expect(produce.produce([record({ kafkaPartition: 1 })])).rejects.toThrow(/partition 1, but the topic has 1/);
  });

  test("a timestamp before 1970", async () => {
    const { produce, record } = setUp();
    await expect(produce.produce([record({ timestamp: -1n })])).rejects.toThrow(/timestamp -1/);
  });

  test("a topic that does not exist", async () => {
    const { produce, record } = setUp();
    await expect(produce.produce([record({ topic: "x" })])).rejects.toMatchObject({ stage: "KAFKA_PRODUCE" });
  });
});

test("the first failure is thrown by the waiting call, by flush and by every later call", async () => {
  const { produce, many, producer, acknowledged } = setUp({ bufferMemory: 130 });
  const call = produce.produce(many(20));
  await settle();
  producer.sent[0]?.fail(new ConnectError("refused", { retriable: true }));
  producer.sent[1]?.fail(new ConnectError("behind it"));
  await expect(call).rejects.toMatchObject({ message: "refused", stage: "KAFKA_PRODUCE", retriable: true });
  await expect(produce.flush()).rejects.toThrow("refused");
  await expect(produce.produce(many(1))).rejects.toThrow("refused");
  expect(acknowledged).toEqual([]);
});

test("after an abort the listener hears nothing, no timer is left and nothing is accepted", async () => {
  const { produce, many, producer, acknowledged, clock } = setUp();
  await produce.produce(many(7));
  produce.abort();
  producer.sent[0]?.acknowledge();
  await settle();
  expect(acknowledged).toEqual([]);
  expect(clock.sleeping).toBe(0);
  await expect(produce.produce(many(1))).rejects.toThrow(ConnectError);
});
