import type { SchemaType } from "../../connect/index.ts";

const NAMES: readonly (readonly [SchemaType, string])[] = [
  ["INT8", "int8"],
  ["INT16", "int16"],
  ["INT32", "int32"],
  ["INT64", "int64"],
  ["FLOAT32", "float"],
  ["FLOAT64", "double"],
  ["BOOLEAN", "boolean"],
  ["STRING", "string"],
  ["BYTES", "bytes"],
  ["ARRAY", "array"],
  ["MAP", "map"],
  ["STRUCT", "struct"],
];

/** What JsonConverter calls each type of schema. */
export const jsonTypes: ReadonlyMap<SchemaType, string> = new Map(NAMES);

/** The types by what JsonConverter calls them. */
export const schemaTypes: ReadonlyMap<string, SchemaType> = new Map(NAMES.map(([type, name]) => [name, type]));
