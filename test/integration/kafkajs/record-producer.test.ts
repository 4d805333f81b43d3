import { expect, inject, test, describe } from "vitest";
import type { EncodedRecord } from "../../../lib/worker/encoded-record.ts";
import { createProduce } from "../../../lib/worker/produce.ts";
import { partitionForKey } from "../../../lib/worker/record-batch/partitioner.ts";
import { systemClock } from "../../../lib/adapters/system/clock.ts";
import { systemRandom } from "../../../lib/adapters/system/random.ts";
import { kafkaClusterContract } from "../../contracts/kafka-cluster.ts";
import { recordProducerContract } from "../../contracts/record-producer.ts";
import { openKafka } from "./open-kafka.ts";
import { createTopic, readTopic } from "./topic.ts";

const { bootstrap } = inject("kafka");

const SIXTY_YEARS = 60n * 365n * 86_400_000n;

const record = (topic: string, parts: Partial<EncodedRecord> = {}): EncodedRecord => ({
  source: {
    topic,
    sourcePartition: null,
    sourceOffset: null,
    keySchema: null,
    key: null,
    valueSchema: null,
    value: null,
  },
  topic,
  kafkaPartition: null,
  key: null,
  value: null,
  timestamp: 1n,
  headers: [],
  ...parts,
});

/** Sends records through the produce stage; gives what was acknowledged. */
async function produceAll(records: readonly EncodedRecord[], properties: Record<string, string> = {}) {
  const kafka = openKafka({ "bootstrap.servers": bootstrap, ...properties });
  const acknowledged: { readonly partition: number; readonly baseOffset: bigint }[] = [];
  const produce = createProduce({
    producer: kafka.createProducer(),
    topics: kafka.topics,
    settings: kafka.settings,
    clock: systemClock,
    random: systemRandom,
    listener: { appended: () => undefined, acknowledged: (_batch, place) => void acknowledged.push(place) },
  });
  await produce.produce(records);
  await produce.flush();
  return acknowledged;
}

describe("the contract of KafkaCluster", () => {
  kafkaClusterContract(async () => {
    const topic = await createTopic(bootstrap);
    const kafka = openKafka({ "bootstrap.servers": bootstrap });
    return { kafka, topic, read: async () => (await readTopic(bootstrap, topic)).map(({ value }) => value) };
  });
});

describe("the contract of RecordProducer", () => {
  recordProducerContract(async () => {
    const topic = await createTopic(bootstrap, { partitions: 2 });
    const kafka = openKafka({ "bootstrap.servers": bootstrap });
    await kafka.topics.partitionCount(topic);
    const read = async (partition: number) =>
      (await readTopic(bootstrap, topic)).filter((stored) => stored.partition === partition).map(({ value }) => value);
    return { producer: kafka.createProducer(), topic, read };
  });
});

describe.each(["none", "gzip", "zstd"])("with compression.type=%s another client reads", (compression) => {
  const properties = { "compression.type": compression };

  test("null and empty keys, values and headers, and repeated headers", async () => {
    const topic = await createTopic(bootstrap);
    const headers = [
      { key: "repeated", value: Buffer.from("1") },
      { key: "", value: null },
      { key: "repeated", value: Buffer.alloc(0) },
      { key: "köpfe", value: Buffer.from("𐍈") },
    ];
    await produceAll(
      [
        record(topic),
        record(topic, { key: Buffer.alloc(0), value: Buffer.alloc(0) }),
        record(topic, { key: Buffer.from("ключ"), value: Buffer.from("x".repeat(70_000)), headers }),
      ],
      properties,
    );
    expect(await readTopic(bootstrap, topic)).toMatchObject([
      { key: null, value: null, headers: [] },
      { key: "", value: "", headers: [] },
      {
        key: "ключ",
        value: "x".repeat(70_000),
        headers: [
          ["repeated", "1"],
          ["", null],
          ["repeated", ""],
          ["köpfe", "𐍈"],
        ],
      },
    ]);
  });

  test("timestamps sixty years apart, in whatever order", async () => {
    const topic = await createTopic(bootstrap, { configs: { "message.timestamp.after.max.ms": String(SIXTY_YEARS) } });
    const timestamps = [SIXTY_YEARS - 1n, 0n, SIXTY_YEARS / 2n, 1n, SIXTY_YEARS - 2n];
    await produceAll(
      timestamps.map((timestamp) => record(topic, { timestamp })),
      properties,
    );
    expect((await readTopic(bootstrap, topic)).map((stored) => stored.timestamp)).toEqual(timestamps);
  });

  test("10,000 keyed records in five partitions, each where Java puts it and in order", async () => {
    const topic = await createTopic(bootstrap, { partitions: 5 });
    const keys = Array.from({ length: 10_000 }, (_, index) => `key-${index % 700}`);
    const acknowledged = await produceAll(
      keys.map((key, index) => record(topic, { key: Buffer.from(key), value: Buffer.from(String(index)) })),
      { ...properties, "batch.size": "16384" },
    );
    expect(acknowledged.length).toBeGreaterThan(10);
    const stored = await readTopic(bootstrap, topic);
    expect(stored).toHaveLength(keys.length);
    const expected = keys
      .map((key, index) => ({ key, value: String(index), partition: partitionForKey(Buffer.from(key), 5) }))
      .toSorted((a, b) => a.partition - b.partition || Number(a.value) - Number(b.value));
    expect(stored).toMatchObject(expected);
  });
});

test("keyless records spread over the partitions, a batch at a time", async () => {
  const topic = await createTopic(bootstrap, { partitions: 3 });
  const values = Array.from({ length: 3000 }, (_, index) => String(index));
  await produceAll(
    values.map((value) => record(topic, { value: Buffer.from(value) })),
    { "batch.size": "2000" },
  );
  const stored = await readTopic(bootstrap, topic);
  expect(stored.map(({ value }) => value).toSorted((a, b) => Number(a) - Number(b))).toEqual(values);
  expect(new Set(stored.map(({ partition }) => partition)).size).toBe(3);
});

describe("at the size limit of a request", () => {
  const value = (bytes: number) => ({ value: Buffer.alloc(bytes, "x") });
  // Header 61 of the batch; attributes, timestamp and offset delta, null key, no headers and two lengths 11 of the record.
  const overhead = 61 + 11;

  test("a record that fills max.request.size is written, one byte more is refused by name", async () => {
    const topic = await createTopic(bootstrap);
    const properties = { "max.request.size": "20000" };
    await produceAll([record(topic, value(20_000 - overhead))], properties);
    const sourced = {
      source: { ...record(topic).source, sourcePartition: { file: "f" }, sourceOffset: { position: 7n } },
    };
    await expect(produceAll([record(topic, { ...value(20_001 - overhead), ...sourced })], properties)).rejects.toThrow(
      new RegExp(`${topic}".*\\{"file":"f"\\}.*\\{"position":7\\}.*max\\.request\\.size`),
    );
    expect(await readTopic(bootstrap, topic)).toHaveLength(1);
  });

  test("what the topic takes is written, one byte more is refused with the key to change", async () => {
    const topic = await createTopic(bootstrap, { configs: { "max.message.bytes": "30012" } });
    await produceAll([record(topic, value(30_012 - overhead))]);
    await expect(produceAll([record(topic, value(30_013 - overhead))])).rejects.toThrow(/max\.message\.bytes/);
    expect(await readTopic(bootstrap, topic)).toHaveLength(1);
  });
});

test("a timestamp that the topic does not take is refused with the key to change", async () => {
  const topic = await createTopic(bootstrap);
  const timestamp = BigInt(Date.now()) + SIXTY_YEARS;
  await expect(produceAll([record(topic, { timestamp })])).rejects.toThrow(/message\.timestamp\.after\.max\.ms/);
});

test("a compacted topic refuses a record without a key in Kafka's own words", async () => {
  const topic = await createTopic(bootstrap, { configs: { "cleanup.policy": "compact" } });
  await expect(produceAll([record(topic, { value: Buffer.from("v") })])).rejects.toThrow(/[Cc]ompacted topic.*key/);
});
