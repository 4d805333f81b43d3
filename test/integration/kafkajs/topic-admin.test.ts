import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { startKafka, type Kafka } from "../../../lib/local/kafka.ts";
import { batchOf } from "../../contracts/batch-of.ts";
import { topicAdminContract } from "../../contracts/topic-admin.ts";
import { openKafka } from "./open-kafka.ts";
import { createTopic, readTopic } from "./topic.ts";

const { bootstrap } = inject("kafka");

describe("the contract of TopicAdmin", () => {
  topicAdminContract(
    async () => {
      const topic = await createTopic(bootstrap, { partitions: 3 });
      const kafka = openKafka({ "bootstrap.servers": bootstrap, "max.block.ms": "1000" });
      return { topics: kafka.topics, topic, absent: `absent-${randomUUID()}` };
    },
    { createsTopics: false },
  );
});

test("a name that can't be a topic fails at once", async () => {
  const kafka = openKafka({ "bootstrap.servers": bootstrap });
  await expect(kafka.topics.partitionCount("not a topic!")).rejects.toThrow(/"not a topic!" can't be a topic/);
});

describe("where the cluster creates topics by itself", () => {
  let auto: Kafka;

  beforeAll(async () => {
    auto = await startKafka({ autoCreateTopics: true });
  });

  afterAll(() => auto.stop());

  topicAdminContract(
    async () => {
      const topic = await createTopic(auto.bootstrap, { partitions: 3 });
      const kafka = openKafka({ "bootstrap.servers": auto.bootstrap });
      return { topics: kafka.topics, topic, absent: `auto-${randomUUID()}` };
    },
    { createsTopics: true },
  );

  test("a topic just made takes batches at once", async () => {
    const kafka = openKafka({ "bootstrap.servers": auto.bootstrap });
    const topic = `auto-${randomUUID()}`;
    expect(await kafka.topics.partitionCount(topic)).toBe(1);
    const producer = kafka.createProducer();
    await Promise.all(["a", "b", "c"].map((value) => producer.send(batchOf(topic, 0, [value]))));
    expect((await readTopic(auto.bootstrap, topic)).map(({ value }) => value)).toEqual(["a", "b", "c"]);
  });
});
