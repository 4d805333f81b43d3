import {
  BigDecimal,
  doubleText,
  floatText,
  Instant,
  isEqualSchema,
  Numeric,
  type NumberType,
  numberType,
  type Schema,
  Struct,
} from "../../lib/connect/index.ts";

/** A schema as a vector describes it. */
export function encodeSchema(schema: Schema | null | undefined): unknown {
  if (!schema) return null;
  const { type, optional, name, version, doc, parameters, defaultValue } = schema;
  return {
    type: type.toLowerCase(),
    ...encodeParts(schema),
    ...(optional && { optional }),
    ...(name !== undefined && { name }),
    ...(version !== undefined && { version }),
    ...(doc !== undefined && { doc }),
    ...(parameters.size > 0 && { parameters: Object.fromEntries(parameters) }),
    ...(defaultValue !== undefined && { default: encodeValue(defaultValue, schema) }),
  };
}

function encodeParts({ type, keySchema, valueSchema, fields }: Schema): object {
  if (type === "ARRAY") return { items: encodeSchema(valueSchema) };
  if (type === "MAP") return { keys: encodeSchema(keySchema), values: encodeSchema(valueSchema) };
  if (type !== "STRUCT") return {};
  return { fields: fields.map((field) => ({ name: field.name, schema: encodeSchema(field.schema) })) };
}

/** A value as a vector describes it; the schema tells the types of its numbers. */
export function encodeValue(value: unknown, schema: Schema | null | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return encodeNumber(numberTypeBy(schema) ?? numberType(value), value);
  if (value instanceof Numeric) return encodeNumber(value.type, value.value);
  if (typeof value === "bigint") return { int64: String(value) };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString("base64") };
  if (value instanceof BigDecimal) return { decimal: { unscaled: String(value.unscaled), scale: value.scale } };
  if (value instanceof Instant) return { date: String(value.epochMillis) };
  if (Array.isArray(value)) return { list: value.map((item) => encodeValue(item, schema?.valueSchema)) };
  if (value instanceof Map) {
    return {
      map: Array.from(value, ([key, item]) => [
        encodeValue(key, schema?.keySchema),
        encodeValue(item, schema?.valueSchema),
      ]),
    };
  }
  return value instanceof Struct ? encodeStruct(value, schema) : value;
}

const NUMBER_TYPES: readonly NumberType[] = ["INT8", "INT16", "INT32", "FLOAT32", "FLOAT64"];

const numberTypeBy = (schema: Schema | null | undefined): NumberType | undefined =>
  NUMBER_TYPES.find((type) => type === schema?.type);

function encodeNumber(type: NumberType, value: number): unknown {
  if (type === "FLOAT32") return { float32: floatText(value) };
  return type === "FLOAT64" ? { float64: doubleText(value) } : { [type.toLowerCase()]: value };
}

function encodeStruct(struct: Struct, schema: Schema | null | undefined): unknown {
  const fields = struct.schema.fields.map((field) => [
    field.name,
    encodeValue(struct.getWithoutDefault(field.name), field.schema),
  ]);
  const own = isEqualSchema(struct.schema, schema) ? {} : { schema: encodeSchema(struct.schema) };
  return { struct: Object.fromEntries(fields), ...own };
}
