import { DataError, type Schema, SchemaBuilder } from "../../connect/index.ts";
import { JsonNumber } from "./number.ts";
import type { JsonOptions } from "./options.ts";
import { isJsonArray, isJsonObject, type JsonNode, type JsonObject } from "./parser.ts";
import { schemaTypes } from "./types.ts";
import { readValue } from "./value-reader.ts";

/**
 * Reads the `schema` of an envelope; null is the schemaless schema. Attributes of a wrong JSON type count as missing.
 *
 * @throws DataError if it is no schema, or contradicts itself.
 */
export function readSchema(node: JsonNode | undefined, options: JsonOptions): Schema | null {
  if (node === null || node === undefined) return null;
  const type = isJsonObject(node) ? node.members.get("type") : undefined;
  if (!isJsonObject(node) || typeof type !== "string") throw new DataError('A schema is a JSON object with a "type"');
  const builder = builderOf(type, node, options);
  if (node.members.get("optional") === true) builder.optional();
  readAttributes(builder, node);
  const defaultNode = node.members.get("default");
  if (defaultNode !== undefined) builder.default(readValue(builder.build(), defaultNode, options));
  return builder.build();
}

function builderOf(typeName: string, node: JsonObject, options: JsonOptions): SchemaBuilder {
  const type = schemaTypes.get(typeName);
  if (type === undefined) throw new DataError(`"${typeName}" is not a type of schema`);
  const part = (name: string): Schema | null => readSchema(node.members.get(name), options);
  if (type === "ARRAY") return new SchemaBuilder(type, null, part("items"));
  if (type === "MAP") return new SchemaBuilder(type, part("keys"), part("values"));
  return type === "STRUCT" ? readFields(node, options) : new SchemaBuilder(type);
}

function readFields(node: JsonObject, options: JsonOptions): SchemaBuilder {
  const builder = SchemaBuilder.struct();
  const fields = node.members.get("fields");
  if (!isJsonArray(fields)) throw new DataError('The schema of a struct needs "fields", an array');
  for (const field of fields) {
    const name = isJsonObject(field) ? field.members.get("field") : undefined;
    const schema = readSchema(field, options);
    if (typeof name !== "string" || !schema)
      throw new DataError('A field of a struct\'s schema needs its name in "field"');
    builder.field(name, schema);
  }
  return builder;
}

function readAttributes(builder: SchemaBuilder, node: JsonObject): void {
  const name = node.members.get("name");
  if (typeof name === "string") builder.name(name);
  const version = node.members.get("version");
  if (version instanceof JsonNumber && version.isIntegral) builder.version(Number(version.wrapped(32)));
  const doc = node.members.get("doc");
  if (typeof doc === "string") builder.doc(doc);
  const parameters = node.members.get("parameters");
  for (const [key, value] of isJsonObject(parameters) ? parameters.members : []) {
    if (typeof value !== "string") throw new DataError(`The schema's parameter "${key}" is no string`);
    builder.parameter(key, value);
  }
}
