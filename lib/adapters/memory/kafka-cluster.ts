import { ConnectError } from "../../connect/errors.ts";
import type { KafkaCluster, ProduceSettings } from "../../ports/kafka-cluster.ts";
import type { RecordBatch } from "../../ports/record-producer.ts";

/** A Kafka in memory: keeps every batch in the order in which it was acknowledged. For simulations and unit tests. */
export interface MemoryKafka extends KafkaCluster {
  /** The log of each Kafka partition, by `topic-partition`. */
  readonly logs: ReadonlyMap<string, readonly RecordBatch[]>;
}

/** What a test may decide. */
export interface MemoryKafkaOptions {
  readonly partitions?: number;
  readonly settings?: Partial<ProduceSettings>;
  /** Awaited before a batch enters the log; what it throws is what the producer throws. */
  beforeAppend?(batch: RecordBatch): Promise<void>;
}

const SETTINGS: ProduceSettings = { lingerMs: 0, batchSize: 1_000_000, bufferMemory: 32_000_000 };

/** A cluster whose every topic exists. */
export function createMemoryKafka(options: MemoryKafkaOptions = {}): MemoryKafka {
  const logs = new Map<string, RecordBatch[]>();
  const append = (batch: RecordBatch): bigint => {
    const name = `${batch.topic}-${batch.partition}`;
    const log = logs.get(name) ?? [];
    logs.set(name, log);
    const baseOffset = log.reduce((sum, { count }) => sum + count, 0);
    // The caller uses its buffer again once the batch is acknowledged; a Buffer's own slice would not copy.
    log.push({ ...batch, records: new Uint8Array(batch.records) });
    return BigInt(baseOffset);
  };
  return {
    logs,
    settings: { ...SETTINGS, ...options.settings },
    topics: { partitionCount: async () => options.partitions ?? 1 },
    createProducer() {
      let closed = false;
      return {
        maxRecordsBytes: 1_000_000,
        async send(batch) {
          await options.beforeAppend?.(batch);
          if (closed) throw new ConnectError("The producer is closed");
          return { baseOffset: append(batch) };
        },
        async close() {
          closed = true;
        },
      };
    },
  };
}
