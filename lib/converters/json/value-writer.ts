import { DataError, isEqualSchema, type Schema, Struct } from "../../connect/index.ts";
import { ByteSlab } from "./byte-slab.ts";
import { logicalWriter } from "./logical-writer.ts";
import type { JsonOptions } from "./options.ts";
import { primitiveWriter } from "./primitive-writer.ts";
import { writeSchemaless } from "./schemaless-writer.ts";
import { type JsonWriter, misfit } from "./writer.ts";
import { writeAscii, writeByte, writeBytes } from "./write-ascii.ts";
import { writeJsonString } from "./write-json-string.ts";

/**
 * A writer for values of that schema: what can be known beforehand (member names, order, checks) is worked out here,
 * once, and not for every value.
 *
 * @param where Names the field in errors: ` for field "a.b"`, or nothing.
 */
export function valueWriter(schema: Schema | null | undefined, options: JsonOptions, where = ""): JsonWriter {
  if (!schema) return writeSchemaless;
  const write = presentWriter(schema, options, where);
  const writeNull = nullWriter(schema, write, options, where);
  return (out, value) => (value === null || value === undefined ? writeNull(out) : write(out, value));
}

const presentWriter = (schema: Schema, options: JsonOptions, where: string): JsonWriter =>
  logicalWriter(schema, options, where) ?? typeWriter(schema, options, where);

function nullWriter(schema: Schema, write: JsonWriter, options: JsonOptions, where: string): (out: ByteSlab) => void {
  const { defaultValue } = schema;
  if (options.replaceNullWithDefault && defaultValue !== undefined) return (out) => write(out, defaultValue);
  if (schema.optional) return (out) => writeAscii(out, "null");
  return () => {
    throw new DataError(`JsonConverter can't write null${where}: the schema is required and has no default`);
  };
}

function typeWriter(schema: Schema, options: JsonOptions, where: string): JsonWriter {
  if (schema.type === "ARRAY") return arrayWriter(schema, options, where);
  if (schema.type === "STRUCT") return structWriter(schema, options, where);
  if (schema.type !== "MAP") return primitiveWriter(schema.type, where);
  return schema.keySchema?.type === "STRING"
    ? objectWriter(schema, options, where)
    : pairsWriter(schema, options, where);
}

function arrayWriter(schema: Schema, options: JsonOptions, where: string): JsonWriter {
  const writeItem = valueWriter(schema.valueSchema, options, where);
  return (out, value) => {
    if (!Array.isArray(value)) throw misfit("ARRAY", value, where);
    writeByte(out, OPEN_BRACKET);
    for (let i = 0; i < value.length; i++) {
      if (i > 0) writeByte(out, COMMA);
      writeItem(out, value[i]);
    }
    writeByte(out, CLOSE_BRACKET);
  };
}

function objectWriter(schema: Schema, options: JsonOptions, where: string): JsonWriter {
  const writeKey = valueWriter(schema.keySchema, options, where);
  const writeItem = valueWriter(schema.valueSchema, options, where);
  const replacement = options.replaceNullWithDefault ? schema.keySchema?.defaultValue : undefined;
  return (out, value) => {
    if (!(value instanceof Map)) throw misfit("MAP", value, where);
    writeByte(out, OPEN_BRACE);
    let first = true;
    for (const [key, item] of value) {
      if (!first) writeByte(out, COMMA);
      first = false;
      // Kafka Connect names the member of an optional key that is null "null".
      writeKey(out, key ?? replacement ?? (schema.keySchema?.optional ? "null" : null));
      writeByte(out, COLON);
      writeItem(out, item);
    }
    writeByte(out, CLOSE_BRACE);
  };
}

function pairsWriter(schema: Schema, options: JsonOptions, where: string): JsonWriter {
  const writeKey = valueWriter(schema.keySchema, options, where);
  const writeItem = valueWriter(schema.valueSchema, options, where);
  return (out, value) => {
    if (!(value instanceof Map)) throw misfit("MAP", value, where);
    writeByte(out, OPEN_BRACKET);
    let first = true;
    for (const [key, item] of value) {
      writeAscii(out, first ? "[" : ",[");
      first = false;
      writeKey(out, key);
      writeByte(out, COMMA);
      writeItem(out, item);
      writeByte(out, CLOSE_BRACKET);
    }
    writeByte(out, CLOSE_BRACKET);
  };
}

function structWriter(schema: Schema, options: JsonOptions, where: string): JsonWriter {
  const members = schema.fields.map((field) => {
    const place = fieldOf(where, field.name);
    const write = presentWriter(field.schema, options, place);
    return {
      name: memberName(field.index === 0 ? "{" : ",", field.name),
      write,
      writeNull: nullWriter(field.schema, write, options, place),
    };
  });
  let known = schema;
  return (out, value) => {
    if (!(value instanceof Struct)) throw misfit("STRUCT", value, where);
    if (value.schema !== known) {
      if (!isEqualSchema(value.schema, schema)) throw new DataError(`The struct used${where} has another schema`);
      known = value.schema;
    }
    let index = 0;
    for (const { name, write, writeNull } of members) {
      writeBytes(out, name);
      const field = value.at(index++);
      if (field === null || field === undefined) writeNull(out);
      else write(out, field);
    }
    writeAscii(out, index === 0 ? "{}" : "}");
  };
}

function memberName(separator: string, name: string): Uint8Array {
  const out = new ByteSlab(64);
  writeAscii(out, separator);
  writeJsonString(out, name);
  writeByte(out, COLON);
  return Uint8Array.from(out.take());
}

const fieldOf = (where: string, name: string): string =>
  where === "" ? ` for field "${name}"` : `${where.slice(0, -1)}.${name}"`;

const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
