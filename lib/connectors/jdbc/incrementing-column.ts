import { ConfigError } from "../../connect/index.ts";
import { configuredColumn } from "./column-name.ts";
import type { JdbcConfig } from "./config-def.ts";
import type { ColumnDescription } from "./dialect.ts";
import { quoted, type TableId } from "./table-id.ts";

/**
 * The column by which new rows of a table are found, as the table spells it.
 *
 * @throws ConfigError naming table and column if there is none, or it may be null and `validate.non.null` is on.
 */
export function incrementingColumn(table: TableId, columns: readonly ColumnDescription[], config: JdbcConfig): string {
  const configured = configuredColumn(config, table);
  if (configured === undefined) {
    const found = columns.find((column) => column.autoIncrement);
    if (found) return found.name;
    throw new ConfigError(
      `The table ${quoted(table)} has no auto-increment column: set incrementing.column.name, or use mode=bulk`,
    );
  }
  const column = columns.find(({ name }) => name === configured);
  if (!column) {
    const similar = columns.find(({ name }) => name.toLowerCase() === configured.toLowerCase());
    const names = similar ? `did you mean ${similar.name}` : `it has ${columns.map(({ name }) => name).join(", ")}`;
    throw new ConfigError(
      `The table ${quoted(table)} has no column ${configured} (configuration incrementing.column.name): ${names}`,
    );
  }
  if (config["validate.non.null"] && column.nullable && !column.primaryKey) {
    throw new ConfigError(
      `Cannot make incremental queries using incrementing column ${column.name} on ${quoted(table)} because this column is nullable. Make it NOT NULL, or set validate.non.null=false if it never is null`,
    );
  }
  return column.name;
}
