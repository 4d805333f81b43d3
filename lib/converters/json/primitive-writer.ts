import { doubleText, floatText, isInt64, isInteger, Numeric, type SchemaType } from "../../connect/index.ts";
import type { ByteSlab } from "./byte-slab.ts";
import { type JsonWriter, misfit } from "./writer.ts";
import { writeAscii } from "./write-ascii.ts";
import { writeBase64 } from "./write-base64.ts";
import { writeInteger } from "./write-integer.ts";
import { writeJsonString } from "./write-json-string.ts";

/** The types whose values have no parts. */
export type PrimitiveType = Exclude<SchemaType, "ARRAY" | "MAP" | "STRUCT">;

/** A writer for values of that type, null excluded (connect.md §3.2, "Values"). */
export function primitiveWriter(type: PrimitiveType, where: string): JsonWriter {
  switch (type) {
    case "INT8":
    case "INT16":
    case "INT32":
      return (out, value) => writeInteger(out, integerOf(type, value, where));
    case "INT64":
      return (out, value) => {
        if (typeof value !== "bigint" || !writeInt64(out, value)) throw misfit(type, value, where);
      };
    case "FLOAT32":
      return (out, value) => writeFloat(out, floatText(floatOf(type, value, where)));
    case "FLOAT64":
      return (out, value) => writeFloat(out, doubleText(floatOf(type, value, where)));
    case "BOOLEAN":
      return (out, value) => {
        if (typeof value !== "boolean") throw misfit(type, value, where);
        writeAscii(out, value ? "true" : "false");
      };
    case "STRING":
      return (out, value) => {
        if (typeof value !== "string") throw misfit(type, value, where);
        writeJsonString(out, value);
      };
    case "BYTES":
      return (out, value) => {
        if (!(value instanceof Uint8Array)) throw misfit(type, value, where);
        writeBase64(out, value);
      };
    default:
      return type satisfies never;
  }
}

/** Writes the digits of an int64; false: the integer is larger than that. */
export function writeInt64(out: ByteSlab, value: bigint): boolean {
  const number = Number(value);
  if (Number.isSafeInteger(number)) writeInteger(out, number);
  else if (isInt64(value)) writeAscii(out, value.toString());
  else return false;
  return true;
}

/** Writes what JSON has no number for as a string, as Kafka Connect does. */
export function writeFloat(out: ByteSlab, text: string): void {
  const last = text.charCodeAt(text.length - 1);
  const isNumber = last >= 0x30 && last <= 0x39;
  writeAscii(out, isNumber ? text : `"${text}"`);
}

function integerOf(type: "INT8" | "INT16" | "INT32", value: unknown, where: string): number {
  if (typeof value === "number" && isInteger(type, value)) return value;
  if (value instanceof Numeric && value.type === type) return value.value;
  throw misfit(type, value, where);
}

function floatOf(type: "FLOAT32" | "FLOAT64", value: unknown, where: string): number {
  if (typeof value === "number") return value;
  if (value instanceof Numeric && value.type === type) return value.value;
  throw misfit(type, value, where);
}
