import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { ConnectError } from "../../connect/errors.ts";
import { update } from "./actions.ts";
import { partitionSortKey } from "./partition-key.ts";
import { MOST_ITEM_BYTES, offsetKey } from "./table-layout.ts";

/** A transaction takes 100 actions; one is the item whose condition decides. */
export const MAX_PARTITIONS = 99;

/** A transaction holds 4 MB; its other action is small. */
const MOST_TRANSACTION_BYTES = 4_000_000;

/** Offsets of one connector's source partitions, as W8 and W9 write them. */
interface OffsetWrite {
  readonly table: string;
  readonly connector: string;
  /** Source partition (canonical JSON) to offset (JSON text); null: the position is reset. */
  readonly offsets: ReadonlyMap<string, string | null>;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly updatedAt: number;
}

/**
 * The actions of a transaction that write those offsets. An item of the offsets table holds `offset` (JSON text, or null
 * for a reset), `updatedAt`, and `partitionText` where the sort key only stands for the partition.
 *
 * @throws ConnectError naming the connector if they are more or larger than a transaction takes.
 */
export function putOffsets(write: OffsetWrite): TransactWriteItem[] {
  checkLimits(write);
  const { table, connector, offsets, updatedAt } = write;
  return Array.from(offsets, ([partition, offset]) => {
    const sortKey = partitionSortKey(partition);
    const long = sortKey === partition ? "" : ", #partitionText = :partition";
    return {
      Update: update({
        table,
        key: offsetKey(connector, sortKey),
        set: `SET #offset = :offset, #updatedAt = :updatedAt${long}`,
        values: { offset, updatedAt, partition },
      }),
    };
  });
}

/** DynamoDB refuses them too, without saying which source partition it is. */
function checkLimits({ connector, offsets }: OffsetWrite): void {
  if (offsets.size > MAX_PARTITIONS) {
    const many = `${offsets.size} source partitions of connector ${connector} can't be written at once`;
    throw new ConnectError(`${many}: a transaction holds at most ${MAX_PARTITIONS} source partitions`);
  }
  let sum = 0;
  for (const [partition, offset] of offsets) {
    const size = Buffer.byteLength(partition) + Buffer.byteLength(offset ?? "");
    sum += size;
    if (size <= MOST_ITEM_BYTES) continue;
    throw new ConnectError(
      `Source partition ${partition.slice(0, 200)} of connector ${connector} takes ${kilobytes(size)} KB with its ` +
        `offset, more than the ${kilobytes(MOST_ITEM_BYTES)} KB that DynamoDB holds: the connector must put less into it`,
    );
  }
  if (sum <= MOST_TRANSACTION_BYTES) return;
  throw new ConnectError(
    `The offsets of ${offsets.size} source partitions of connector ${connector} take ${kilobytes(sum)} KB, more than ` +
      `the ${kilobytes(MOST_TRANSACTION_BYTES)} KB that one transaction holds: the connector must put less into an offset`,
  );
}

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024);
