import { ConfigError } from "../../connect/index.ts";
import type { JdbcConfig } from "./config-def.ts";
import { compile } from "./table-filter.ts";
import { type TableId, unquoted } from "./table-id.ts";

const KEY = "incrementing.column.mapping";

/** Which column of which tables, read from `regex:column` pairs. @throws ConfigError naming the pair that is none. */
export function parseColumnMapping(pairs: readonly string[]): { readonly table: RegExp; readonly column: string }[] {
  return pairs.map((pair) => {
    const colon = pair.lastIndexOf(":");
    if (colon < 1 || colon === pair.length - 1) {
      throw new ConfigError(`Invalid value ${pair} for configuration ${KEY}: write regex:column`);
    }
    return { table: compile(KEY, pair.slice(0, colon)), column: pair.slice(colon + 1).trim() };
  });
}

/**
 * The incrementing column that the configuration names for a table; undefined: it names none, so look for one.
 *
 * @throws ConfigError if `incrementing.column.mapping` has no pair, or several, for that table.
 */
export function configuredColumn(config: JdbcConfig, table: TableId): string | undefined {
  const mapping = parseColumnMapping(config[KEY]);
  if (mapping.length === 0) return config["incrementing.column.name"] || undefined;
  const columns = mapping.filter((pair) => pair.table.test(unquoted(table))).map((pair) => pair.column);
  if (columns.length === 1) return columns[0];
  throw new ConfigError(
    `${KEY} has ${columns.length} entries that match the table ${unquoted(table)}: it needs exactly one`,
  );
}
