import { randomUUID } from "node:crypto";
import { Admin, Consumer } from "@platformatic/kafka";

/** A record as another client reads it. */
export interface StoredRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: bigint;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string | null])[];
}

export interface TopicOptions {
  readonly partitions?: number;
  readonly replicas?: number;
  readonly configs?: Readonly<Record<string, string>>;
}

const servers = (bootstrap: string) => ({ clientId: "test", bootstrapBrokers: bootstrap.split(",") });

/** Makes a topic with a name of its own. */
export async function createTopic(bootstrap: string, options: TopicOptions = {}): Promise<string> {
  const { partitions = 1, replicas = 1, configs = {} } = options;
  const topic = `test-${randomUUID()}`;
  const admin = new Admin(servers(bootstrap));
  try {
    const named = Object.entries(configs).map(([name, value]) => ({ name, value }));
    await admin.createTopics({ topics: [topic], partitions, replicas, configs: named });
  } finally {
    await admin.close();
  }
  return topic;
}

/** Everything that is in the topic, by partition and offset. A client that is not ours reads it. */
export async function readTopic(bootstrap: string, topic: string): Promise<StoredRecord[]> {
  const consumer = new Consumer({ ...servers(bootstrap), groupId: randomUUID(), maxWaitTime: 100 });
  try {
    const ends = (await consumer.listOffsets({ topics: [topic], timestamp: -1n })).get(topic) ?? [];
    const expected = ends.reduce((sum, end) => sum + Number(end), 0);
    const records: StoredRecord[] = [];
    if (expected === 0) return records;
    const stream = await consumer.consume({ topics: [topic], mode: "earliest", autocommit: false });
    for await (const message of stream) {
      records.push({
        partition: message.partition,
        offset: message.offset,
        timestamp: message.timestamp,
        key: text(message.key),
        value: text(message.value),
        headers: message.headerEntries.map(([key, value]) => [key.toString(), text(value)] as const),
      });
      if (records.length === expected) break;
    }
    return records.toSorted((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
  } finally {
    await consumer.close(true);
  }
}

// The reader's types promise bytes where it gives undefined or null for null.
function text(bytes: Buffer | undefined | null): string | null {
  return bytes?.toString() ?? null;
}
