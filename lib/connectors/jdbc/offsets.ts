import {
  DataError,
  type OffsetReader,
  printOffset,
  type SourceOffset,
  type SourcePartition,
} from "../../connect/index.ts";
import { type TableId, unquoted } from "./table-id.ts";

/** What Kafka Connect stores a table's offset under (connectors.md §1.5); bulk mode still uses the older form. */
export const partitionOf = (table: TableId): SourcePartition => ({ protocol: "1", table: unquoted(table) });

/** The form of older versions: the bare name. */
export const legacyPartitionOf = ({ name }: TableId): SourcePartition => ({ table: name });

/**
 * The highest incrementing value that has been read of each table, in their order; undefined: there is none stored.
 * An offset of the newer form counts even if it is empty; the older one is only looked for when there is none.
 *
 * @throws DataError naming the table if what is stored is no integer.
 */
export async function storedPositions(
  tables: readonly TableId[],
  offsets: OffsetReader,
): Promise<(bigint | undefined)[]> {
  const found = await offsets.offsets([...tables.map(partitionOf), ...tables.map(legacyPartitionOf)]);
  return tables.map((table, i) => positionIn(found[i] ?? found[tables.length + i], table));
}

function positionIn(offset: SourceOffset | undefined, table: TableId): bigint | undefined {
  const position = offset?.["incrementing"] ?? undefined;
  if (position === undefined || typeof position === "bigint") return position;
  throw new DataError(
    `The stored offset ${printOffset(offset ?? {})} of the table ${unquoted(table)} has no integer as "incrementing": reset it`,
  );
}
