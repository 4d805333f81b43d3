import type { RecordBatch } from "../../../lib/ports/index.ts";
import { RecordBatchBuilder } from "../../../lib/worker/record-batch/record-batch-builder.ts";

/** A batch with one record a value, the same at every run. */
export function numberedBatch(topic: string, partition: number, values: readonly string[], now: number): RecordBatch {
  const builder = new RecordBatchBuilder(topic, partition, now, Buffer.alloc(32 * values.length));
  for (const value of values)
    builder.append({ key: null, value: Buffer.from(value), headers: [] }, BigInt(now), 2 ** 20);
  return builder.finish();
}
