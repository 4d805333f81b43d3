import {
  BigDecimal,
  DataError,
  doubleText,
  floatText,
  Instant,
  kindOf,
  Numeric,
  numberType,
  Struct,
  type Schema,
} from "../../connect/index.ts";
import { javaDate } from "./java-date.ts";

/**
 * What Java's `toString` makes of a value, which is what StringConverter writes (connect.md §3.4). Bytes are the one
 * exception: Java prints where in memory they lie, we print base64.
 *
 * @param schema Tells FLOAT32 from FLOAT64, and 1 from 1.0; null: as numbers without schema are taken.
 */
export function javaText(value: unknown, schema: Schema | null = null): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number") return numberText(schema?.type ?? numberType(value), value);
  if (value instanceof Numeric) return numberText(value.type, value.value);
  if (value instanceof BigDecimal) return value.toString();
  if (value instanceof Instant) return javaDate(value.epochMillis);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return `[${value.map((item) => javaText(item, schema?.valueSchema)).join(", ")}]`;
  if (value instanceof Map) return mapText(value, schema);
  if (value instanceof Struct) return structText(value);
  if (typeof value === "string" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  throw new DataError(`A value of kind ${kindOf(value)} has no text: use the types of Connect's data model`);
}

function numberText(type: string, value: number): string {
  if (type === "FLOAT32") return floatText(value);
  return type === "FLOAT64" ? doubleText(value) : String(value);
}

function mapText(map: ReadonlyMap<unknown, unknown>, schema: Schema | null): string {
  const entry = ([key, value]: [unknown, unknown]): string =>
    `${javaText(key, schema?.keySchema)}=${javaText(value, schema?.valueSchema)}`;
  return `{${Array.from(map, entry).join(", ")}}`;
}

/** Fields that are null and have no default are left out. */
function structText(struct: Struct): string {
  const fields = struct.schema.fields.flatMap(({ name, schema }) => {
    const value = struct.getWithoutDefault(name);
    return value === null || value === undefined ? [] : [`${name}=${javaText(value, schema)}`];
  });
  return `Struct{${fields.join(",")}}`;
}
