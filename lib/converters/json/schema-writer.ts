import type { Schema } from "../../connect/index.ts";
import type { ByteSlab } from "./byte-slab.ts";
import type { JsonOptions } from "./options.ts";
import { jsonTypes } from "./types.ts";
import { valueWriter } from "./value-writer.ts";
import { writeAscii } from "./write-ascii.ts";
import { writeJsonString } from "./write-json-string.ts";

/**
 * Writes a schema as JsonConverter puts it into the envelope; the order of the members is part of the format
 * (connect.md §3.2).
 *
 * @param field Name of the struct's member that the schema is of.
 */
export function writeSchema(out: ByteSlab, schema: Schema, options: JsonOptions, field?: string): void {
  writeAscii(out, `{"type":"${jsonTypes.get(schema.type)}"`);
  writeParts(out, schema, options);
  writeAscii(out, `,"optional":${schema.optional}`);
  if (schema.name !== undefined) writeText(out, "name", schema.name);
  if (schema.version !== undefined) writeAscii(out, `,"version":${schema.version}`);
  if (schema.doc !== undefined) writeText(out, "doc", schema.doc);
  if (schema.parameters.size > 0) writeParameters(out, schema.parameters);
  if (schema.defaultValue !== undefined) {
    writeAscii(out, ',"default":');
    valueWriter(schema, options)(out, schema.defaultValue);
  }
  if (field !== undefined) writeText(out, "field", field);
  writeAscii(out, "}");
}

function writeParts(out: ByteSlab, schema: Schema, options: JsonOptions): void {
  if (schema.type === "ARRAY") writePart(out, "items", schema.valueSchema, options);
  if (schema.type === "MAP") {
    writePart(out, "keys", schema.keySchema, options);
    writePart(out, "values", schema.valueSchema, options);
  }
  if (schema.type !== "STRUCT") return;
  writeAscii(out, ',"fields":[');
  for (const field of schema.fields) {
    if (field.index > 0) writeAscii(out, ",");
    writeSchema(out, field.schema, options, field.name);
  }
  writeAscii(out, "]");
}

function writePart(out: ByteSlab, name: string, schema: Schema | undefined, options: JsonOptions): void {
  writeAscii(out, `,"${name}":`);
  if (schema) writeSchema(out, schema, options);
  else writeAscii(out, "null");
}

function writeText(out: ByteSlab, name: string, text: string): void {
  writeAscii(out, `,"${name}":`);
  writeJsonString(out, text);
}

function writeParameters(out: ByteSlab, parameters: ReadonlyMap<string, string>): void {
  let separator = ',"parameters":{';
  for (const [name, value] of parameters) {
    writeAscii(out, separator);
    writeJsonString(out, name);
    writeAscii(out, ":");
    writeJsonString(out, value);
    separator = ",";
  }
  writeAscii(out, "}");
}
