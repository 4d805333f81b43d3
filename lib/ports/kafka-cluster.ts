import type { RecordProducer } from "./record-producer.ts";
import type { TopicAdmin } from "./topic-admin.ts";

/** How records are gathered into batches; Kafka's own producer keys. */
export interface ProduceSettings {
  /** `linger.ms`: how long a batch waits for more records. */
  readonly lingerMs: number;
  /** `batch.size`: a batch closes when the next record would make its records section larger; bytes. */
  readonly batchSize: number;
  /** `buffer.memory`: at most this is between append and acknowledgement; bytes. */
  readonly bufferMemory: number;
}

/** A Kafka cluster as one connector sees it: its bootstrap servers, its security, its producer settings. */
export interface KafkaCluster {
  readonly topics: TopicAdmin;
  readonly settings: ProduceSettings;
  /** A producer with an identity of its own: one a lease, never used again. Connects when the first batch is sent. */
  createProducer(): RecordProducer;
}
