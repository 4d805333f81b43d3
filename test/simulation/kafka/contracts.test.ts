import { describe, expect, test } from "vitest";
import { clockContract } from "../../contracts/clock.ts";
import { idsContract } from "../../contracts/ids.ts";
import { kafkaClusterContract } from "../../contracts/kafka-cluster.ts";
import { randomContract } from "../../contracts/random.ts";
import { recordProducerContract } from "../../contracts/record-producer.ts";
import { topicAdminContract, unreachableTopicAdminContract } from "../../contracts/topic-admin.ts";
import { decodeRecords } from "../../support/decode-records.ts";
import { World } from "../world.ts";
import { createSimulatedKafka, type SimulatedKafka } from "./create-simulated-kafka.ts";
import { drivenWorld } from "./driven-world.ts";

const values = (kafka: SimulatedKafka, partition: number): (string | null)[] =>
  kafka.log("t", partition).flatMap((batch) => decodeRecords(batch).map(({ value }) => value));

describe("in the simulation: KafkaCluster", () => {
  kafkaClusterContract(async () => {
    const world = drivenWorld();
    const kafka = createSimulatedKafka(world);
    return { kafka: kafka.openKafka(world.actor("a")), topic: "t", read: async () => values(kafka, 0) };
  });
});

describe("in the simulation: RecordProducer", () => {
  recordProducerContract(async () => {
    const world = drivenWorld();
    const kafka = createSimulatedKafka(world, { partitions: 2 });
    const producer = kafka.openKafka(world.actor("a")).createProducer();
    return { producer, topic: "t", read: async (partition) => values(kafka, partition) };
  });
});

describe("in the simulation: TopicAdmin", () => {
  topicAdminContract(
    async () => {
      const world = drivenWorld();
      const kafka = createSimulatedKafka(world, { partitions: (topic) => (topic === "t" ? 3 : 0) });
      return { topics: kafka.openKafka(world.actor("a")).topics, topic: "t", absent: "absent" };
    },
    { createsTopics: false },
  );

  unreachableTopicAdminContract(async () => {
    const world = drivenWorld();
    const kafka = createSimulatedKafka(world);
    for (const id of kafka.brokers.nodeIds) kafka.brokers.stopNode(id);
    const { topics } = kafka.openKafka(world.actor("a"));
    return { topics, clock: world.actor("the test").clock };
  });
});

describe("in the simulation: Clock, Random, Ids", () => {
  clockContract(() => drivenWorld().actor("a").clock);

  test("an actor's clock may be ahead", () => {
    const world = drivenWorld();
    expect(world.actor("ahead", 60_000).clock.now() - world.actor("true").clock.now()).toBe(60_000);
  });

  randomContract(() => drivenWorld().actor("a").random);

  const { ids: first } = new World({ seed: 1, faults: new Map() }).actor("a");
  idsContract(() => first);
});
