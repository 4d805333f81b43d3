import {
  BigDecimal,
  DECIMAL,
  Instant,
  Numeric,
  type NumberType,
  numberType,
  type Schema,
  SchemaBuilder,
  type SchemaType,
  Struct,
} from "../../lib/connect/index.ts";
import { isRecord } from "./vector.ts";

const NUMBER_TYPES: readonly NumberType[] = ["INT8", "INT16", "INT32", "FLOAT32", "FLOAT64"];

const TYPES: readonly SchemaType[] = [
  "INT8",
  "INT16",
  "INT32",
  "INT64",
  "FLOAT32",
  "FLOAT64",
  "BOOLEAN",
  "STRING",
  "BYTES",
  "ARRAY",
  "MAP",
  "STRUCT",
];

/** The schema that a vector describes; null is schemaless. @throws DataError where Sluice refuses such a schema. */
export function decodeSchema(neutral: unknown): Schema | null {
  if (neutral === null || neutral === undefined) return null;
  if (!isRecord(neutral)) throw new Error(`${JSON.stringify(neutral)} is no schema`);
  const type = TYPES.find((name) => name.toLowerCase() === neutral["type"]);
  if (!type) throw new Error(`${JSON.stringify(neutral)} has no type`);
  const builder = new SchemaBuilder(
    type,
    decodeSchema(neutral["keys"]),
    decodeSchema(type === "MAP" ? neutral["values"] : neutral["items"]),
  );
  decodeFields(builder, neutral["fields"]);
  if (neutral["optional"] === true) builder.optional();
  decodeAttributes(builder, neutral);
  if ("default" in neutral) builder.default(decodeValue(neutral["default"], builder.build()));
  return builder.build();
}

function decodeFields(builder: SchemaBuilder, fields: unknown): void {
  for (const field of Array.isArray(fields) ? fields : []) {
    const schema = decodeSchema(field.schema);
    if (!schema) throw new Error(`The field ${JSON.stringify(field)} has no schema`);
    builder.field(String(field.name), schema);
  }
}

function decodeAttributes(builder: SchemaBuilder, neutral: Readonly<Record<string, unknown>>): void {
  const { name, version, doc, parameters } = neutral;
  if (typeof name === "string") builder.name(name);
  if (typeof version === "number") builder.version(version);
  if (typeof doc === "string") builder.doc(doc);
  for (const [key, value] of Object.entries(isRecord(parameters) ? parameters : {})) {
    builder.parameter(key, String(value));
  }
}

/**
 * The value that a vector describes, which need not fit the schema of its place.
 *
 * @throws DataError where Sluice refuses to build such a value.
 */
export function decodeValue(neutral: unknown, schema: Schema | null | undefined): unknown {
  if (!isRecord(neutral)) return neutral;
  const [tag = "", content] = Object.entries(neutral)[0] ?? [];
  const numeric = NUMBER_TYPES.find((type) => type.toLowerCase() === tag);
  if (numeric) return decodeNumber(numeric, Number(content), schema);
  if (tag === "list" && Array.isArray(content)) return content.map((item) => decodeValue(item, schema?.valueSchema));
  if (tag === "map" && Array.isArray(content)) {
    return new Map(
      content.map(([key, value]) => [decodeValue(key, schema?.keySchema), decodeValue(value, schema?.valueSchema)]),
    );
  }
  if (tag === "struct" && isRecord(content)) return decodeStruct(content, decodeSchema(neutral["schema"]) ?? schema);
  if (tag === "decimal" && isRecord(content)) {
    return new BigDecimal(BigInt(String(content["unscaled"])), Number(content["scale"]));
  }
  return decodeScalar(tag, String(content), schema);
}

function decodeScalar(tag: string, content: string, schema: Schema | null | undefined): unknown {
  switch (tag) {
    case "int64":
      return BigInt(content);
    case "bytes":
      return Buffer.from(content, "base64");
    case "date":
      return new Instant(BigInt(content));
    case "bigint":
      // Sluice has no BigInteger. A decimal without fraction prints alike and is as foreign to schemaless data;
      // where a decimal would be right, an int64 is as wrong as a BigInteger.
      return schema?.name === DECIMAL ? BigInt(content) : new BigDecimal(BigInt(content), 0);
    default:
      throw new Error(`"${tag}" is no tag of a value`);
  }
}

/** A plain number where that means the type, else the type is written down. */
function decodeNumber(type: NumberType, value: number, schema: Schema | null | undefined): number | Numeric {
  const plainType = schema ? schema.type : numberType(value);
  return plainType === type ? value : new Numeric(type, value);
}

function decodeStruct(fields: Readonly<Record<string, unknown>>, schema: Schema | null | undefined): Struct {
  if (!schema) throw new Error("A struct in a vector has no schema");
  const struct = new Struct(schema);
  for (const [name, value] of Object.entries(fields)) struct.put(name, decodeValue(value, schema.field(name)?.schema));
  return struct;
}
