import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import { startKafka } from "../../../lib/local/kafka.ts";
import { batchOf } from "../../contracts/batch-of.ts";
import { openKafka } from "./open-kafka.ts";
import { createTopic, readTopic } from "./topic.ts";

const { bootstrap } = inject("kafka");

test("knows how many partitions a topic has, and that there may be more later", async () => {
  const topic = await createTopic(bootstrap, { partitions: 3 });
  const kafka = openKafka({ "bootstrap.servers": bootstrap });
  expect(await kafka.topics.partitionCount(topic)).toBe(3);
});

test("a topic that does not exist and is not created gives one sentence with its name", async () => {
  const kafka = openKafka({ "bootstrap.servers": bootstrap, "max.block.ms": "1000" });
  await expect(kafka.topics.partitionCount("no-such-topic")).rejects.toThrow(/"no-such-topic" does not exist/);
});

test("a name that can't be a topic fails at once", async () => {
  const kafka = openKafka({ "bootstrap.servers": bootstrap });
  await expect(kafka.topics.partitionCount("not a topic!")).rejects.toThrow(/"not a topic!" can't be a topic/);
});

test("where the cluster creates topics by itself, asking creates it, and it takes batches at once", async () => {
  await using auto = await startKafka({ autoCreateTopics: true });
  const kafka = openKafka({ "bootstrap.servers": auto.bootstrap });
  const topic = `auto-${randomUUID()}`;
  expect(await kafka.topics.partitionCount(topic)).toBe(1);
  const producer = kafka.createProducer();
  await Promise.all(["a", "b", "c"].map((value) => producer.send(batchOf(topic, 0, [value]))));
  expect((await readTopic(auto.bootstrap, topic)).map(({ value }) => value)).toEqual(["a", "b", "c"]);
});
