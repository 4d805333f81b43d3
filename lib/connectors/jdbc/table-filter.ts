import { ConfigError } from "../../connect/index.ts";
import type { JdbcConfig } from "./config-def.ts";
import { quoted, type TableId, unquoted } from "./table-id.ts";

/** Chooses tables: the place of a table in the lists, or undefined if it is not to be read. */
export type TableFilter = (table: TableId) => number | undefined;

type Lists = Pick<JdbcConfig, "table.whitelist" | "table.blacklist" | "table.include.list" | "table.exclude.list">;

/**
 * The filter that the four lists of tables make (connectors.md §1.1).
 *
 * @throws ConfigError naming the regular expression that is none.
 */
export function compileTableFilter(lists: Lists): TableFilter {
  const whitelist = lists["table.whitelist"];
  const blacklist = lists["table.blacklist"];
  const include = lists["table.include.list"].map((regex) => compile("table.include.list", regex));
  const exclude = lists["table.exclude.list"].map((regex) => compile("table.exclude.list", regex));
  return (table) => {
    const spellings = new Set([table.name, unquoted(table), quoted(table)]);
    if (blacklist.some((name) => spellings.has(name))) return undefined;
    if (whitelist.length > 0) return placeOf(whitelist, (name) => spellings.has(name));
    if (include.length === 0) return 0;
    if (exclude.some((regex) => regex.test(unquoted(table)))) return undefined;
    return placeOf(include, (regex) => regex.test(unquoted(table)));
  };
}

/** A regular expression that has to match a whole `schema.table`. @throws ConfigError naming the key if it is none. */
export function compile(key: string, regex: string): RegExp {
  try {
    return new RegExp(`^(?:${regex})$`, "v");
  } catch (cause) {
    throw new ConfigError(`Invalid value ${regex} for configuration ${key}: it is no regular expression`, { cause });
  }
}

function placeOf<T>(list: readonly T[], matches: (item: T) => boolean): number | undefined {
  const place = list.findIndex(matches);
  return place < 0 ? undefined : place;
}
