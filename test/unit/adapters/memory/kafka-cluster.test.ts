import { createMemoryKafka } from "../../../../lib/adapters/memory/kafka-cluster.ts";
import { recordProducerContract } from "../../../contracts/record-producer.ts";
import { decodeRecords } from "../../../support/decode-records.ts";

recordProducerContract(async () => {
  const kafka = createMemoryKafka({ partitions: 2 });
  return {
    producer: kafka.createProducer(),
    topic: "t",
    read: async (partition) =>
      (kafka.logs.get(`t-${partition}`) ?? []).flatMap((batch) => decodeRecords(batch).map(({ value }) => value)),
  };
});
