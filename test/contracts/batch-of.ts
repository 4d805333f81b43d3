import type { RecordBatch } from "../../lib/ports/index.ts";
import { RecordBatchBuilder } from "../../lib/worker/record-batch/record-batch-builder.ts";

/**
 * A batch with one record a value, stamped now: a broker forgets a producer by the timestamps of its records
 * (`producer.id.expiration.ms`), so one that restarts takes a repeated batch of old records for a new one.
 */
export function batchOf(topic: string, partition: number, values: readonly string[]): RecordBatch {
  const builder = new RecordBatchBuilder(topic, partition, 0);
  const now = BigInt(Date.now());
  for (const value of values) builder.append({ key: null, value: Buffer.from(value), headers: [] }, now, 2 ** 30);
  return builder.finish();
}
