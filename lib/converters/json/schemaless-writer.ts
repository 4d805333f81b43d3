import { doubleText, floatText, Numeric, numberType } from "../../connect/index.ts";
import type { ByteSlab } from "./byte-slab.ts";
import { writeFloat, writeInt64 } from "./primitive-writer.ts";
import { misfit } from "./writer.ts";
import { writeAscii, writeByte } from "./write-ascii.ts";
import { writeBase64 } from "./write-base64.ts";
import { writeInteger } from "./write-integer.ts";
import { writeJsonString } from "./write-json-string.ts";

/**
 * Writes a value that has no schema. Decimals, Instants and Structs are refused, as in Kafka Connect: nothing but a
 * schema says how they look.
 */
export function writeSchemaless(out: ByteSlab, value: unknown): void {
  if (value === null || value === undefined) writeAscii(out, "null");
  else if (typeof value === "string") writeJsonString(out, value);
  else if (typeof value === "boolean") writeAscii(out, value ? "true" : "false");
  else if (typeof value === "number") writeNumber(out, numberType(value), value);
  else if (value instanceof Numeric) writeNumber(out, value.type, value.value);
  else if (value instanceof Uint8Array) writeBase64(out, value);
  else if (Array.isArray(value)) writeList(out, value);
  else if (value instanceof Map) writeMap(out, value);
  else if (typeof value !== "bigint" || !writeInt64(out, value)) throw misfit("JSON without a schema", value, "");
}

function writeNumber(out: ByteSlab, type: Numeric["type"], value: number): void {
  if (type === "FLOAT32") writeFloat(out, floatText(value));
  else if (type === "FLOAT64") writeFloat(out, doubleText(value));
  else writeInteger(out, value);
}

function writeList(out: ByteSlab, list: readonly unknown[]): void {
  let separator = "[";
  for (const item of list) {
    writeAscii(out, separator);
    writeSchemaless(out, item);
    separator = ",";
  }
  writeAscii(out, list.length === 0 ? "[]" : "]");
}

/** An object if every key is a string, else an array of pairs. */
function writeMap(out: ByteSlab, map: ReadonlyMap<unknown, unknown>): void {
  const isObject = [...map.keys()].every((key) => typeof key === "string");
  let separator = isObject ? "{" : "[";
  if (map.size === 0) writeAscii(out, separator);
  for (const [key, value] of map) {
    writeAscii(out, isObject ? separator : `${separator}[`);
    writeSchemaless(out, key);
    writeAscii(out, isObject ? ":" : ",");
    writeSchemaless(out, value);
    if (!isObject) writeAscii(out, "]");
    separator = ",";
  }
  writeByte(out, isObject ? 0x7d : 0x5d);
}
