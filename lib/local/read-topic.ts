import { Kafka, logLevel, type Consumer } from "kafkajs";
import { randomUUID } from "node:crypto";

/** A record as it lies in a topic, key and value as text. */
export interface TopicRecord {
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly value: string | null;
}

const connect = (bootstrap: string): Kafka =>
  new Kafka({ brokers: bootstrap.split(","), clientId: "sluice-local", logLevel: logLevel.NOTHING });

/** How many records each topic holds, by the log's end offsets; 0 for a topic that does not exist. */
export async function countRecords(bootstrap: string, topics: readonly string[]): Promise<Map<string, number>> {
  const admin = connect(bootstrap).admin();
  await admin.connect();
  try {
    const present = new Set(await admin.listTopics());
    const counts = new Map<string, number>();
    for (const topic of topics) {
      const offsets = present.has(topic) ? await admin.fetchTopicOffsets(topic) : [];
      counts.set(
        topic,
        offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0),
      );
    }
    return counts;
  } finally {
    await admin.disconnect();
  }
}

/** The first `count` records of a topic, or fewer when `timeoutMs` have passed. */
export async function firstRecords(
  bootstrap: string,
  topic: string,
  count: number,
  timeoutMs = 10_000,
): Promise<TopicRecord[]> {
  const consumer = connect(bootstrap).consumer({ groupId: `sluice-local-${randomUUID()}`, maxWaitTimeInMs: 100 });
  const records: TopicRecord[] = [];
  const enough = Promise.withResolvers<void>();
  const timer = setTimeout(enough.resolve, timeoutMs);
  try {
    await read(consumer, topic, (record) => {
      if (records.length < count) records.push(record);
      if (records.length >= count) enough.resolve();
    });
    await enough.promise;
    return records;
  } finally {
    clearTimeout(timer);
    await consumer.disconnect();
  }
}

async function read(consumer: Consumer, topic: string, take: (record: TopicRecord) => void): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message: { offset, key, value } }) =>
      take({ partition, offset, key: key?.toString("utf8") ?? null, value: value?.toString("utf8") ?? null }),
  });
}
