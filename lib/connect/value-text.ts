import { BigDecimal } from "./big-decimal.ts";
import { civilDate, MILLIS_PER_DAY } from "./civil-date.ts";
import { DataError } from "./errors.ts";
import { Instant } from "./instant.ts";
import { doubleText, floatText } from "./java-floats.ts";
import { Numeric, numberType } from "./numeric.ts";
import type { Schema } from "./schema.ts";
import { StructValue } from "./struct-value.ts";
import { kindOf } from "./validate-value.ts";

/**
 * The text form of a value (Kafka Connect's `Values.convertToString`, connect.md §2.6): what SimpleHeaderConverter
 * writes. Text inside lists, maps and structs is quoted, text alone is not.
 *
 * @param schema Tells the types of numbers; null: as numbers without schema are taken.
 * @throws DataError for a value that is no part of Connect's data model.
 */
export function valueText(value: unknown, schema: Schema | null = null): string {
  return typeof value === "string" ? value : embedded(value, schema);
}

function embedded(value: unknown, schema: Schema | null | undefined): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") return numberText(schema?.type ?? numberType(value), value);
  if (value instanceof Numeric) return numberText(value.type, value.value);
  if (typeof value === "bigint" || typeof value === "boolean" || value instanceof BigDecimal) return value.toString();
  if (value instanceof Instant) return instantText(value.epochMillis);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return `[${value.map((item) => embedded(item, schema?.valueSchema)).join(",")}]`;
  if (value instanceof Map) {
    const entries = Array.from(
      value,
      ([key, item]) => `${embedded(key, schema?.keySchema)}:${embedded(item, schema?.valueSchema)}`,
    );
    return `{${entries.join(",")}}`;
  }
  if (value instanceof StructValue) return structText(value);
  throw new DataError(`A value of kind ${kindOf(value)} has no text: use the types of Connect's data model`);
}

const quoted = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

function numberText(type: string, value: number): string {
  if (type === "FLOAT32") return floatText(value);
  return type === "FLOAT64" ? doubleText(value) : String(value);
}

function structText(struct: StructValue): string {
  const fields = struct.schema.fields.map(({ name, index, schema }) => {
    const value = struct.at(index) ?? schema.defaultValue;
    return `${quoted(name)}:${embedded(value, schema)}`;
  });
  return `{${fields.join(",")}}`;
}

/** By its value, not by its schema: a time below one day (all before 1970 is), a date at midnight, else both. */
function instantText(epochMillis: bigint): string {
  const { year, month, dayOfMonth, millisOfDay } = civilDate(epochMillis);
  const part = (number: number, digits = 2): string => String(Math.floor(number)).padStart(digits, "0");
  const seconds = Math.floor(millisOfDay / 1000);
  const time = [part(seconds / 3600), part((seconds / 60) % 60), part(seconds % 60)].join(":");
  const timeOfDay = `${time}.${part(millisOfDay % 1000, 3)}Z`;
  if (epochMillis < MILLIS_PER_DAY) return timeOfDay;
  const date = `${String(year).padStart(4, "0")}-${part(month)}-${part(dayOfMonth)}`;
  return millisOfDay === 0 ? date : `${date}T${timeOfDay}`;
}
