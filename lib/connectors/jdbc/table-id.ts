import { ConfigError } from "../../connect/index.ts";
import type { JdbcConfig } from "./config-def.ts";

/** A table by name; the schema is undefined where the database has none, or names are not to be qualified. */
export interface TableId {
  readonly schema: string | undefined;
  readonly name: string;
}

/** `schema.table` without quotes: what offsets are stored under and what lists of tables match. */
export const unquoted = ({ schema, name }: TableId): string => (schema === undefined ? name : `${schema}.${name}`);

/** `"schema"."table"`: quotes within a name are doubled, so that any name can be read back. */
export const quoted = ({ schema, name }: TableId): string =>
  schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`;

/** A name in double quotes, as SQL has it. */
export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Whether SQL quotes names, under Confluent's key and under Aiven's. */
export const quotesNames = (config: Pick<JdbcConfig, "quote.sql.identifiers" | "sql.quote.identifiers">): boolean =>
  config["quote.sql.identifiers"].toLowerCase() === "always" && config["sql.quote.identifiers"];

/**
 * Reads the comma-separated names of the internal key `tables`.
 *
 * @throws ConfigError if it is something else.
 */
export function parseTables(text: string): TableId[] {
  const one = /(?:"((?:[^"]|"")*)"|([^".,]+))(?:\.(?:"((?:[^"]|"")*)"|([^".,]+)))?(?:,|$)/y;
  const tables: TableId[] = [];
  while (one.lastIndex < text.length) {
    const [match, quotedFirst, plainFirst, quotedSecond, plainSecond] = one.exec(text) ?? [];
    if (match === undefined)
      throw new ConfigError(`Invalid value ${text} for configuration tables: it is no list of tables`);
    const first = quotedFirst?.replaceAll('""', '"') ?? plainFirst ?? "";
    const second = quotedSecond?.replaceAll('""', '"') ?? plainSecond;
    tables.push(second === undefined ? { schema: undefined, name: first } : { schema: first, name: second });
  }
  return tables;
}
