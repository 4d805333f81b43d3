import { DataError } from "./errors.ts";
import { DATE, DECIMAL, TIME, TIMESTAMP } from "./logical-names.ts";
import type { Schema } from "./schema.ts";
import { SchemaBuilder } from "./schema-builder.ts";

export { MILLIS_PER_DAY } from "./civil-date.ts";
export { DATE, DECIMAL, TIME, TIMESTAMP };

/** A builder for Decimal with that many digits after the decimal point (may be negative). */
export const decimalSchema = (scale: number): SchemaBuilder =>
  SchemaBuilder.bytes().name(DECIMAL).version(1).parameter("scale", String(scale));
export const dateSchema = (): SchemaBuilder => SchemaBuilder.int32().name(DATE).version(1);
export const timeSchema = (): SchemaBuilder => SchemaBuilder.int32().name(TIME).version(1);
export const timestampSchema = (): SchemaBuilder => SchemaBuilder.int64().name(TIMESTAMP).version(1);

/** The scale of a Decimal schema. @throws DataError if the parameter is missing or no integer. */
export function scaleOf(schema: Schema): number {
  const text = schema.parameters.get("scale");
  if (text === undefined || !/^[+-]?\d+$/.test(text)) {
    throw new DataError(`A Decimal schema needs the parameter "scale" as an integer; it is ${text ?? "missing"}`);
  }
  return Number(text);
}
