import { Kafka, logLevel, type Admin } from "kafkajs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startKafka, type Kafka as LocalKafka } from "../../../lib/local/kafka.ts";

const topic = "moving";

describe("a local Kafka of two nodes", () => {
  let kafka: LocalKafka;
  let client: Kafka;
  let admin: Admin;

  beforeAll(async () => {
    kafka = await startKafka({ nodes: 2 });
    client = new Kafka({ brokers: kafka.bootstrap.split(","), logLevel: logLevel.NOTHING, retry: { retries: 20 } });
    admin = client.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 2 }] });
  });

  afterAll(async () => {
    await admin.disconnect();
    await kafka.stop();
  });

  const partition = async () => (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions[0];

  test("moves a leader there and back, and both stay replicas in sync", async () => {
    for (const node of [2, 1, 2] as const) {
      await kafka.moveLeader(topic, 0, node);
      expect(await partition()).toMatchObject({ leader: node });
    }
    const { replicas, isr } = (await partition()) ?? {};
    expect([replicas, isr?.toSorted()]).toEqual([
      [2, 1],
      [1, 2],
    ]);
  });

  test("loses no acknowledged record when a node stops, dies and comes back", async () => {
    const producer = client.producer();
    await producer.connect();
    const send = (value: string) => producer.send({ topic, acks: -1, messages: [{ value }] });
    await kafka.moveLeader(topic, 0, 2);
    await send("led by 2");
    const pid = kafka.pidOf(2);
    await kafka.stopNode(2);
    expect(() => kafka.pidOf(2)).toThrow("node 2 does not run");
    await send("node 2 stopped");
    expect(await partition()).toMatchObject({ leader: 1 });
    await kafka.startNode(2);
    expect(kafka.pidOf(2)).not.toBe(pid);
    await kafka.moveLeader(topic, 0, 2);
    await send("led by 2 again");
    await kafka.stopNode(2, "SIGKILL");
    await send("node 2 killed");
    await kafka.startNode(2);
    await producer.disconnect();
    const [offsets] = await admin.fetchTopicOffsets(topic);
    expect(offsets).toMatchObject({ low: "0", high: "4" });
  });

  test("says what is wrong with a move that cannot be made", async () => {
    await expect(kafka.moveLeader("nowhere", 0, 1)).rejects.toThrow();
    await admin.createTopics({ topics: [{ topic: "single", replicaAssignment: [{ partition: 0, replicas: [1] }] }] });
    await expect(kafka.moveLeader("single", 0, 2)).rejects.toThrow("has no replica on node 2");
  });
});
