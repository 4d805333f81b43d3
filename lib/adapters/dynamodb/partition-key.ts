import { createHash } from "node:crypto";

/** The longest sort key that DynamoDB takes, in bytes of UTF-8. */
const LONGEST_SORT_KEY = 1_024;

/**
 * The sort key of a source partition's offset: the partition itself (canonical JSON, so it begins with a brace), or
 * `sha256:` and 64 hexadecimal digits where that is too long; the item then holds the partition in `partitionText`.
 */
export function partitionSortKey(partition: string): string {
  if (Buffer.byteLength(partition) <= LONGEST_SORT_KEY) return partition;
  return `sha256:${createHash("sha256").update(partition).digest("hex")}`;
}
