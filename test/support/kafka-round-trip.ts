import { randomUUID } from "node:crypto";
import { Kafka, logLevel, type KafkaConfig } from "kafkajs";

/**
 * Makes a topic, sends one record in a transaction and reads it back as a consumer of committed records. Returns the
 * values read. Throws what the client throws, such as a refused password.
 */
export async function roundTrip(config: KafkaConfig): Promise<string[]> {
  const kafka = new Kafka({ logLevel: logLevel.NOTHING, ...config });
  const topic = `round-trip-${randomUUID()}`;
  const admin = kafka.admin();
  const producer = kafka.producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true });
  const consumer = kafka.consumer({ groupId: topic });
  try {
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value: "hello" }] });
    await transaction.commit();
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const values: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const run = consumer.run({
        eachMessage: async ({ message }) => {
          values.push(message.value?.toString() ?? "");
          resolve();
        },
      });
      run.catch(reject);
    });
    return values;
  } finally {
    await Promise.all([admin.disconnect(), producer.disconnect(), consumer.disconnect()]);
  }
}
