import { DataError, type Field, type Schema, Struct } from "../../connect/index.ts";
import { decodeBase64 } from "./base64.ts";
import { readLogical } from "./logical-reader.ts";
import { JsonNumber } from "./number.ts";
import type { JsonOptions } from "./options.ts";
import { isJsonArray, isJsonObject, type JsonNode } from "./parser.ts";
import { readSchemaless } from "./schemaless-reader.ts";

/**
 * The value that a JSON node stands for (connect.md §3.2, "Reading"). As lenient as Kafka Connect where the node's
 * type is not the schema's: numbers are cut to size, and what is no number is 0.
 *
 * @param node undefined: the member is missing, which is the same as null.
 * @throws DataError if the node can't be read by that schema.
 */
export function readValue(
  schema: Schema | null | undefined,
  node: JsonNode | undefined,
  options: JsonOptions,
): unknown {
  if (!schema) return readSchemaless(node);
  if (node === null || node === undefined) {
    if (schema.defaultValue !== undefined && options.replaceNullWithDefault) return schema.defaultValue;
    if (schema.optional) return null;
    throw new DataError(`JSON holds null for a required schema of type ${schema.type}`);
  }
  const logical = readLogical(schema, node);
  return logical === undefined ? readTyped(schema, node, options) : logical;
}

function readTyped(schema: Schema, node: JsonNode, options: JsonOptions): unknown {
  const number = node instanceof JsonNumber ? node : ZERO;
  switch (schema.type) {
    case "INT8":
      return Number(BigInt.asIntN(8, number.wrapped(32)));
    case "INT16":
      return Number(BigInt.asIntN(16, number.wrapped(32)));
    case "INT32":
      return Number(number.wrapped(32));
    case "INT64":
      return number.wrapped(64);
    case "FLOAT32":
      return Math.fround(number.double);
    case "FLOAT64":
      return number.double;
    case "BOOLEAN":
      return node === true;
    case "STRING":
      return typeof node === "string" ? node : null;
    case "BYTES":
      return typeof node === "string" ? bytesOf(node) : null;
    case "ARRAY":
      return children(node).map((item) => readValue(schema.valueSchema, item, options));
    case "MAP":
      return readMap(schema, node, options);
    case "STRUCT":
      return readStruct(schema, node, options);
    default:
      return schema.type satisfies never;
  }
}

const ZERO = new JsonNumber("0");

function bytesOf(text: string): Uint8Array {
  const bytes = decodeBase64(text);
  if (!bytes) throw new DataError("JSON holds a string that is not base64 for a schema of type BYTES");
  return bytes;
}

function children(node: JsonNode): readonly JsonNode[] {
  if (isJsonArray(node)) return node;
  return isJsonObject(node) ? [...node.members.values()] : [];
}

function readMap(schema: Schema, node: JsonNode, options: JsonOptions): Map<unknown, unknown> {
  if (schema.keySchema?.type === "STRING") {
    if (!isJsonObject(node)) throw new DataError("A map with keys of type STRING is a JSON object; this is none");
    return new Map([...node.members].map(([key, value]) => [key, readValue(schema.valueSchema, value, options)]));
  }
  if (!isJsonArray(node)) throw new DataError("A map with keys that are no strings is a JSON array; this is none");
  return new Map(
    node.map((pair) => {
      if (!isJsonArray(pair) || pair.length !== 2) {
        throw new DataError("An entry of a map with keys that are no strings is a JSON array of two elements");
      }
      const [key, value] = pair;
      return [readValue(schema.keySchema, key, options), readValue(schema.valueSchema, value, options)];
    }),
  );
}

function readStruct(schema: Schema, node: JsonNode, options: JsonOptions): Struct {
  if (!isJsonObject(node)) throw new DataError("A struct is a JSON object; this is none");
  const struct = new Struct(schema);
  for (const field of schema.fields) struct.put(field.name, readField(field, node.members.get(field.name), options));
  return struct;
}

function readField(field: Field, node: JsonNode | undefined, options: JsonOptions): unknown {
  try {
    return readValue(field.schema, node, options);
  } catch (cause) {
    if (!(cause instanceof DataError)) throw cause;
    throw new DataError(`Field "${field.name}": ${cause.message}`, { cause });
  }
}
