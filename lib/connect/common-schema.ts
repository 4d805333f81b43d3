import { DataError } from "./errors.ts";
import { isEqualSchema } from "./equal-schema.ts";
import { Numeric, type NumberType } from "./numeric.ts";
import type { Schema, SchemaAndValue, SchemaType } from "./schema.ts";
import { valueText } from "./value-text.ts";

/** From the smallest to the one that holds all. */
const NUMBERS: readonly SchemaType[] = ["INT8", "INT16", "INT32", "INT64", "FLOAT32", "FLOAT64"];

/**
 * The schema for what came before and one more element of a list or map (connect.md §2.6): the larger of two number
 * types, the later of two of one type. undefined: they have nothing in common, and the next element begins anew.
 */
export function commonSchema(previous: Schema | undefined, { schema, value }: SchemaAndValue): Schema | undefined {
  if (!schema || (value === null && !schema.optional)) return previous;
  if (!previous || previous.type === schema.type) return schema;
  const sizes = [NUMBERS.indexOf(previous.type), NUMBERS.indexOf(schema.type)] as const;
  if (sizes.includes(-1)) return undefined;
  return sizes[0] > sizes[1] ? previous : schema;
}

/**
 * The elements of a list or map as their common schema has them; without one, numbers with their types.
 *
 * @throws DataError if an element can't be brought into that form.
 */
export function aligned(elements: readonly SchemaAndValue[], common: Schema | undefined): unknown[] {
  return elements.map((element) => (common ? alignedTo(common, element) : withType(element)));
}

/** Values whose schema is given up, down to the last number with their types. */
function withType({ schema, value }: SchemaAndValue): unknown {
  if (!schema) return value;
  const { type, keySchema = null, valueSchema = null } = schema;
  if (Array.isArray(value)) return value.map((item) => withType({ schema: valueSchema, value: item }));
  if (value instanceof Map) {
    const entry = ([key, item]: [unknown, unknown]): [unknown, unknown] => [
      withType({ schema: keySchema, value: key }),
      withType({ schema: valueSchema, value: item }),
    ];
    return new Map(Array.from(value, entry));
  }
  return typeof value === "number" && isNumberType(type) ? new Numeric(type, value) : value;
}

const isNumberType = (type: SchemaType): type is NumberType => type !== "INT64" && NUMBERS.includes(type);

function alignedTo(common: Schema, { schema, value }: SchemaAndValue): unknown {
  if (value === null || !schema) throw new DataError("A list or map whose other elements are not null holds null");
  if (isEqualSchema(schema, common)) return value;
  if (schema.type === common.type) return withType({ schema, value });
  if (common.type === "STRING") return valueText(value, schema);
  const isNumber = (typeof value === "number" || typeof value === "bigint") && NUMBERS.includes(common.type);
  if (!isNumber) throw new DataError(`An element of type ${schema.type} stands among elements of type ${common.type}`);
  if (common.type === "INT64") return BigInt(value);
  return common.type === "FLOAT32" ? Math.fround(Number(value)) : Number(value);
}
