import type { RecordBatch } from "../../lib/ports/index.ts";
import { RecordBatchBuilder } from "../../lib/worker/record-batch-builder.ts";

/** A batch with one record a value. */
export function batchOf(topic: string, partition: number, values: readonly string[]): RecordBatch {
  const builder = new RecordBatchBuilder(topic, partition, 0);
  for (const value of values) builder.append({ key: null, value: Buffer.from(value), headers: [] }, 1n, 2 ** 30);
  return builder.finish();
}
