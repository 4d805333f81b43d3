import { BigDecimal } from "./big-decimal.ts";
import { isEqualSchema } from "./equal-schema.ts";
import { DataError } from "./errors.ts";
import { Instant } from "./instant.ts";
import { DATE, DECIMAL, TIME, TIMESTAMP } from "./logical-names.ts";
import { isInteger, isInt64, Numeric } from "./numeric.ts";
import type { Schema, SchemaType } from "./schema.ts";
import { StructValue } from "./struct-value.ts";

const isNumeric = (type: SchemaType, value: unknown): boolean => value instanceof Numeric && value.type === type;

/** What a value of each type is in JavaScript. No type widens into another: an INT32 is no INT64 (connect.md §2.2). */
const accepts: Record<SchemaType, (value: unknown) => boolean> = {
  INT8: (value) => (typeof value === "number" ? isInteger("INT8", value) : isNumeric("INT8", value)),
  INT16: (value) => (typeof value === "number" ? isInteger("INT16", value) : isNumeric("INT16", value)),
  INT32: (value) => (typeof value === "number" ? isInteger("INT32", value) : isNumeric("INT32", value)),
  INT64: (value) => typeof value === "bigint" && isInt64(value),
  FLOAT32: (value) => typeof value === "number" || isNumeric("FLOAT32", value),
  FLOAT64: (value) => typeof value === "number" || isNumeric("FLOAT64", value),
  BOOLEAN: (value) => typeof value === "boolean",
  STRING: (value) => typeof value === "string",
  BYTES: (value) => value instanceof Uint8Array,
  ARRAY: (value) => Array.isArray(value),
  MAP: (value) => value instanceof Map,
  STRUCT: (value) => value instanceof StructValue,
};

/** The logical types by schema name; the name alone decides, whatever the base type. */
const acceptsLogical = new Map<string, (value: unknown) => boolean>([
  [DECIMAL, (value) => value instanceof BigDecimal],
  [DATE, (value) => value instanceof Instant],
  [TIME, (value) => value instanceof Instant],
  [TIMESTAMP, (value) => value instanceof Instant],
]);

/**
 * Checks that a value fits a schema, all the way down (Kafka Connect's `ConnectSchema.validateValue`).
 *
 * @param field Name to put into the error, if the value is a field's.
 * @throws DataError naming the field, the expected type and what was found.
 */
export function validateValue(schema: Schema, value: unknown, field?: string): void {
  const where = field === undefined ? "" : ` for field "${field}"`;
  if (value === null || value === undefined) {
    if (schema.optional) return;
    throw new DataError(`null used${where}, which is required and of type ${schema.type}`);
  }
  const fits = acceptsLogical.get(schema.name ?? "") ?? accepts[schema.type];
  if (!fits(value)) {
    throw new DataError(
      `A value of kind ${kindOf(value)} used${where}, which takes ${schema.name ?? schema.type} (type ${schema.type})`,
    );
  }
  if (value instanceof StructValue) {
    if (!isEqualSchema(value.schema, schema)) throw new DataError(`The struct used${where} has another schema`);
    validateStruct(value);
  } else if (Array.isArray(value)) {
    const items = nested(schema.valueSchema, "elements", where);
    for (const item of value) validateValue(items, item, field);
  } else if (value instanceof Map) {
    const keys = nested(schema.keySchema, "keys", where);
    const values = nested(schema.valueSchema, "values", where);
    for (const [key, item] of value) {
      validateValue(keys, key, field);
      validateValue(values, item, field);
    }
  }
}

/**
 * Checks every field of a struct (Kafka Connect's `Struct.validate`): unlike `Struct.put` this lets a default stand in
 * for null.
 *
 * @throws DataError naming the field that is null without a default, or whose value does not fit.
 */
export function validateStruct(struct: StructValue): void {
  for (const { index, schema, name } of struct.schema.fields) {
    const value = struct.at(index) ?? null;
    if (value === null && (schema.optional || schema.defaultValue !== undefined)) continue;
    validateValue(schema, value, name);
  }
}

function nested(schema: Schema | undefined, part: string, where: string): Schema {
  if (!schema) throw new DataError(`No schema is given for the ${part}${where}`);
  return schema;
}

/** What a value is, in words for an error; never the value itself, which may be a secret. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (value instanceof Numeric) return value.type;
  if (typeof value !== "object") return typeof value;
  return typeof value.constructor === "function" ? value.constructor.name : "object";
}
