import type { SQLOutputValue } from "node:sqlite";

/** A row as `node:sqlite` returns it. The functions below read its columns as what the schema says they are. */
export type Row = Record<string, SQLOutputValue>;

export function text(row: Row, column: string): string {
  return optionalText(row, column) ?? missing(column);
}

export function optionalText(row: Row, column: string): string | undefined {
  const value = row[column];
  return typeof value === "string" ? value : undefined;
}

export function integer(row: Row, column: string): number {
  return optionalInteger(row, column) ?? missing(column);
}

export function optionalInteger(row: Row, column: string): number | undefined {
  const value = row[column];
  return typeof value === "number" ? value : undefined;
}

/** A column that holds one of a few words. */
export function oneOf<T extends string>(row: Row, column: string, words: readonly T[]): T {
  return optionalOneOf(row, column, words) ?? missing(column);
}

export function optionalOneOf<T extends string>(row: Row, column: string, words: readonly T[]): T | undefined {
  return words.find((word) => word === row[column]);
}

/** A column that holds a JSON object of strings. */
export function stringMap(row: Row, column: string): Record<string, string> {
  return toStringMap(JSON.parse(text(row, column)));
}

/** A column that holds a JSON array of objects of strings. */
export function stringMaps(row: Row, column: string): Record<string, string>[] {
  const parsed: unknown = JSON.parse(text(row, column));
  return Array.isArray(parsed) ? parsed.map(toStringMap) : missing(column);
}

function toStringMap(parsed: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(parsed ?? {}).map(([name, value]) => [name, String(value)]));
}

function missing(column: string): never {
  throw new Error(`The database holds a row without a usable ${column}: it was changed by another program`);
}
