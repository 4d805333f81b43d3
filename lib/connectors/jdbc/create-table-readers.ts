import type { OffsetReader } from "../../connect/index.ts";
import type { JdbcConfig } from "./config-def.ts";
import type { Connection } from "./dialect.ts";
import { incrementingColumn } from "./incrementing-column.ts";
import { legacyPartitionOf, partitionOf, storedPositions } from "./offsets.ts";
import { dialectOf } from "./open-connection.ts";
import { TableReader } from "./table-reader.ts";
import type { TableId } from "./table-id.ts";

export interface TableReadersOptions {
  readonly tables: readonly TableId[];
  readonly config: JdbcConfig;
  readonly connection: Connection;
  readonly offsets: OffsetReader;
  readonly warn: (message: string) => void;
}

/**
 * A reader a table, as the mode asks for, from the stored offsets on.
 *
 * @throws ConfigError if a table lacks the column that the mode needs, DataError for an offset that is none.
 */
export async function createTableReaders(options: TableReadersOptions): Promise<TableReader[]> {
  const { tables, config, connection, offsets, warn } = options;
  const common = { config, dialect: dialectOf(config), warn };
  if (config.mode === "bulk") {
    return tables.map(
      (table) => new TableReader({ ...common, table, partition: legacyPartitionOf(table), progress: undefined }),
    );
  }
  const positions = await storedPositions(tables, offsets);
  const readers: TableReader[] = [];
  for (const [i, table] of tables.entries()) {
    const columns = await connection.describe(table);
    // A table that has vanished since it was listed must not stop the others: reading it says so.
    const column = columns.length === 0 ? "" : incrementingColumn(table, columns, config);
    const progress = { column, above: positions[i] ?? config["incrementing.initial"] };
    readers.push(new TableReader({ ...common, table, partition: partitionOf(table), progress }));
  }
  return readers;
}
