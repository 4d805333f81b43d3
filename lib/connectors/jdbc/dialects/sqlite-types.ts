import type { Rows } from "../dialect.ts";

/** What a column declared so holds, parentheses taken off (connectors.md §1.9). Anything else goes by its values. */
const declaredTypes: Readonly<Record<string, string>> = {
  INT: "int64",
  MEDIUMINT: "int64",
  BIGINT: "int64",
  INT8: "int64",
  "UNSIGNED BIG INT": "int64",
  SMALLINT: "int32",
  INT2: "int32",
  TINYINT: "int16",
  BOOLEAN: "boolean",
  FLOAT: "float64",
  DOUBLE: "float64",
  "DOUBLE PRECISION": "float64",
  REAL: "real",
  CHAR: "string",
  CHARACTER: "string",
  NCHAR: "string",
  "NATIVE CHARACTER": "string",
  VARCHAR: "string",
  "VARYING CHARACTER": "string",
  NVARCHAR: "string",
  TEXT: "string",
  CLOB: "string",
  BLOB: "bytes",
  BINARY: "bytes",
  VARBINARY: "bytes",
  DATE: "date",
  DATETIME: "timestamp",
  TIMESTAMP: "timestamp",
};

/** Types that grow with the values, narrowest first: a column never goes back within one read of its table. */
const growing = [
  ["integer32", "integer64"],
  ["any-int64", "any-float64", "any-string", "any-bytes"],
] as const;

const INT32_LIMIT = 2n ** 31n;

/**
 * The type of a column in a page of rows: by its declaration where that says enough, else by the values, since SQLite
 * lets any column hold anything.
 */
export function sqliteType(declared: string, rows: Rows["rows"], index: number): string {
  const [, name = "", scale] =
    /^\s*([^(]*?)\s*(?:\(\s*\d+\s*(?:,\s*(\d+)\s*)?\))?\s*$/.exec(declared.toUpperCase()) ?? [];
  if (name === "INTEGER") return rows.some((row) => !fitsInt32(row[index])) ? "integer64" : "integer32";
  if ((name === "DECIMAL" || name === "NUMERIC") && scale !== undefined && scale !== "0") return `decimal:${scale}`;
  return declaredTypes[name] ?? rows.reduce((type, row) => widerSqliteType(type, typeOfValue(row[index])), "any-int64");
}

/** The type that holds the values of both; the second where they have nothing in common. */
export function widerSqliteType(before: string, now: string): string {
  const family = growing.find((types) => types.some((type) => type === before)) ?? [];
  const [from, to] = [family.findIndex((type) => type === before), family.findIndex((type) => type === now)];
  return to >= 0 && from > to ? before : now;
}

const fitsInt32 = (value: unknown): boolean =>
  typeof value !== "bigint" || (value < INT32_LIMIT && value >= -INT32_LIMIT);

function typeOfValue(value: unknown): string {
  if (typeof value === "number") return "any-float64";
  if (typeof value === "string") return "any-string";
  return value instanceof Uint8Array ? "any-bytes" : "any-int64";
}
