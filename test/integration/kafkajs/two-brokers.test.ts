import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startKafka, type Kafka } from "../../../lib/local/kafka.ts";
import { batchOf } from "../../contracts/batch-of.ts";
import { openKafka } from "./open-kafka.ts";
import { createTopic, readTopic } from "./topic.ts";

let kafka: Kafka;

beforeAll(async () => {
  kafka = await startKafka({ nodes: 2 });
});

afterAll(() => kafka.stop());

/** Keeps two partitions of each topic busy until `meanwhile` has ended; gives what each partition must hold then. */
async function sendDuring(topics: readonly string[], meanwhile: () => Promise<void>): Promise<string[]> {
  const client = openKafka({ "bootstrap.servers": kafka.bootstrap, "request.timeout.ms": "5000" });
  await Promise.all(topics.map((topic) => client.topics.partitionCount(topic)));
  const producer = client.createProducer();
  const values: string[] = [];
  const sends: Promise<unknown>[] = [];
  const end = new AbortController();
  const loop = async (): Promise<void> => {
    while (!end.signal.aborted) {
      const batch = [`${values.length}-a`, `${values.length}-b`];
      values.push(...batch);
      for (const topic of topics) {
        sends.push(...[0, 1].map((partition) => producer.send(batchOf(topic, partition, batch))));
      }
      await sleep(2);
    }
  };
  const sending = loop();
  await sleep(100);
  try {
    await meanwhile();
    await sleep(100);
  } finally {
    end.abort();
  }
  await sending;
  await Promise.all(sends);
  return values;
}

async function expectOnceAndInOrder(topic: string, values: readonly string[]): Promise<void> {
  const stored = await readTopic(kafka.bootstrap, topic);
  for (const partition of [0, 1]) {
    expect(stored.filter((record) => record.partition === partition).map(({ value }) => value)).toEqual(values);
  }
}

test("each record once and in order, though a partition's leader moves in mid-send, there and back", async () => {
  const topic = await createTopic(kafka.bootstrap, { partitions: 2, replicas: 2 });
  const values = await sendDuring([topic], async () => {
    for (const node of [1, 2, 1, 2] as const) await kafka.moveLeader(topic, 0, node);
  });
  expect(values.length).toBeGreaterThan(100);
  await expectOnceAndInOrder(topic, values);
});

test.each(["SIGTERM", "SIGKILL"] as const)(
  "each record once and in order, though a broker ends by %s in mid-send and comes back, with a replica elsewhere or not",
  async (signal) => {
    const replicated = await createTopic(kafka.bootstrap, { partitions: 2, replicas: 2 });
    await kafka.moveLeader(replicated, 0, 2);
    await kafka.moveLeader(replicated, 1, 1);
    const single = await createTopic(kafka.bootstrap, { partitions: 2, replicas: 1 });
    const values = await sendDuring([replicated, single], async () => {
      await kafka.stopNode(2, signal);
      await sleep(300);
      await kafka.startNode(2);
    });
    await expectOnceAndInOrder(replicated, values);
    await expectOnceAndInOrder(single, values);
  },
);

test("gives up after delivery.timeout.ms, says so, and fails the batches behind", async () => {
  const topic = await createTopic(kafka.bootstrap, { partitions: 2, replicas: 1 });
  const client = openKafka({ "bootstrap.servers": kafka.bootstrap, "delivery.timeout.ms": "1500" });
  await client.topics.partitionCount(topic);
  const producer = client.createProducer();
  await Promise.all([0, 1].map((partition) => producer.send(batchOf(topic, partition, ["a"]))));
  await kafka.stopNode(2, "SIGKILL");
  const started = Date.now();
  const sends = [0, 1].flatMap((partition) =>
    ["b", "c"].map((value) => producer.send(batchOf(topic, partition, [value]))),
  );
  const results = await Promise.allSettled(sends);
  expect(Date.now() - started).toBeLessThan(10_000);
  const failures = results.filter((result) => result.status === "rejected");
  expect(failures).toHaveLength(2);
  for (const { reason } of failures) {
    expect(reason).toMatchObject({ name: "ConnectError", retriable: true });
    expect(reason).toHaveProperty("message", expect.stringMatching(/partition \d.*delivery\.timeout\.ms/));
  }
});
