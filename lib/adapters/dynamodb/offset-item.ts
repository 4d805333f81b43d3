import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { ConnectError } from "../../connect/errors.ts";
import { update } from "./actions.ts";
import { partitionSortKey } from "./partition-key.ts";
import { offsetKey } from "./table-layout.ts";

/** A transaction takes 100 actions; one is the item whose condition decides. */
export const MAX_PARTITIONS = 99;

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
 * @throws ConnectError naming the connector if they are more than a transaction takes.
 */
export function putOffsets({ table, connector, offsets, updatedAt }: OffsetWrite): TransactWriteItem[] {
  if (offsets.size > MAX_PARTITIONS) {
    const many = `${offsets.size} source partitions of connector ${connector} can't be written at once`;
    throw new ConnectError(`${many}: a transaction holds at most ${MAX_PARTITIONS} source partitions`);
  }
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
