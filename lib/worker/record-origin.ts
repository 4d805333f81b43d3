import { partitionKey, printOffset, type SourceRecord } from "../connect/index.ts";

/** Where a record came from and was to go, for an error: topic, source partition, source offset. */
export function recordOrigin({ sourcePartition, sourceOffset }: SourceRecord, topic: string): string {
  const from = sourcePartition === null ? "" : ` from source partition ${partitionKey(sourcePartition)}`;
  const at = sourceOffset === null ? "" : ` at source offset ${printOffset(sourceOffset)}`;
  return `for topic "${topic}"${from}${at}`;
}
