import { SchemaBuilder } from "./schema-builder.ts";
import { DataError } from "./errors.ts";
import type { Schema } from "./schema.ts";

/** Schema name of a BYTES schema whose values are `BigDecimal`; its parameter `scale` holds the number of decimals. */
export const DECIMAL = "org.apache.kafka.connect.data.Decimal";
/** Schema name of an INT32 schema (days since 1970-01-01) whose values are `Instant` at midnight UTC. */
export const DATE = "org.apache.kafka.connect.data.Date";
/** Schema name of an INT32 schema (milliseconds since midnight) whose values are `Instant` of the first day. */
export const TIME = "org.apache.kafka.connect.data.Time";
/** Schema name of an INT64 schema (milliseconds since 1970-01-01 UTC) whose values are `Instant`. */
export const TIMESTAMP = "org.apache.kafka.connect.data.Timestamp";

export const MILLIS_PER_DAY = 86_400_000n;

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
