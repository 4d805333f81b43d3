import { describe } from "vitest";
import { createMemoryKafka, type MemoryKafka } from "../../../../lib/adapters/memory/kafka-cluster.ts";
import { kafkaClusterContract } from "../../../contracts/kafka-cluster.ts";
import { recordProducerContract } from "../../../contracts/record-producer.ts";
import { topicAdminContract } from "../../../contracts/topic-admin.ts";
import { decodeRecords } from "../../../support/decode-records.ts";

const values = (kafka: MemoryKafka, partition: number): (string | null)[] =>
  (kafka.logs.get(`t-${partition}`) ?? []).flatMap((batch) => decodeRecords(batch).map(({ value }) => value));

describe("in memory: KafkaCluster", () => {
  kafkaClusterContract(async () => {
    const kafka = createMemoryKafka();
    return { kafka, topic: "t", read: async () => values(kafka, 0) };
  });
});

describe("in memory: RecordProducer", () => {
  recordProducerContract(async () => {
    const kafka = createMemoryKafka({ partitions: 2 });
    return { producer: kafka.createProducer(), topic: "t", read: async (partition) => values(kafka, partition) };
  });
});

describe("in memory: TopicAdmin", () => {
  topicAdminContract(async () => ({ topics: createMemoryKafka({ partitions: 3 }).topics, topic: "t", absent: "new" }), {
    createsTopics: true,
  });
});
