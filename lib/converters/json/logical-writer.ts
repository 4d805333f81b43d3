import {
  BigDecimal,
  DATE,
  DataError,
  DECIMAL,
  Instant,
  isInteger,
  MILLIS_PER_DAY,
  type Schema,
  scaleOf,
  TIME,
  TIMESTAMP,
} from "../../connect/index.ts";
import type { ByteSlab } from "./byte-slab.ts";
import { smallTwosComplement, twosComplement } from "./decimal-bytes.ts";
import type { JsonOptions } from "./options.ts";
import { writeInt64 } from "./primitive-writer.ts";
import { type JsonWriter, misfit } from "./writer.ts";
import { writeAscii } from "./write-ascii.ts";
import { writeBase64 } from "./write-base64.ts";
import { writeInteger } from "./write-integer.ts";

/**
 * A writer for values of a logical type, null excluded; undefined if the schema's name is none. The name decides
 * alone, whatever the base type (connect.md §2.3).
 */
export function logicalWriter(schema: Schema, options: JsonOptions, where: string): JsonWriter | undefined {
  switch (schema.name) {
    case DECIMAL:
      return options.decimalFormat === "NUMERIC" ? numericDecimal(where) : base64Decimal(schema, where);
    case DATE:
      return (out, value) => writeInteger(out, epochDays(millisOf("Date", value, where), where));
    case TIME:
      return (out, value) => writeInteger(out, millisOfDay(millisOf("Time", value, where), where));
    case TIMESTAMP:
      return (out, value) => {
        if (!writeInt64(out, millisOf("Timestamp", value, where))) throw misfit("Timestamp", value, where);
      };
    case undefined:
    default:
      return undefined;
  }
}

const numericDecimal =
  (where: string): JsonWriter =>
  (out, value) => {
    if (!(value instanceof BigDecimal)) throw misfit("Decimal", value, where);
    writeAscii(out, value.toString());
  };

function base64Decimal(schema: Schema, where: string): JsonWriter {
  let scale: number | undefined;
  return (out, value) => {
    if (!(value instanceof BigDecimal)) throw misfit("Decimal", value, where);
    // A schema with a wrong scale can still describe nulls, so it is read when the first value comes.
    scale ??= scaleOf(schema);
    if (value.scale !== scale) {
      throw new DataError(`A Decimal of scale ${value.scale} is used${where}, whose schema has scale ${scale}`);
    }
    writeUnscaled(out, value.unscaled);
  };
}

function writeUnscaled(out: ByteSlab, unscaled: bigint): void {
  const number = Number(unscaled);
  if (Number.isSafeInteger(number)) {
    const { buffer, from } = smallTwosComplement(number);
    writeBase64(out, buffer, from);
  } else {
    writeBase64(out, twosComplement(unscaled));
  }
}

function millisOf(type: string, value: unknown, where: string): bigint {
  if (!(value instanceof Instant)) throw misfit(type, value, where);
  return value.epochMillis;
}

function epochDays(millis: bigint, where: string): number {
  const number = Number(millis);
  const days = Number.isSafeInteger(number) ? number / MILLIS : exactDays(millis);
  if (isInteger("INT32", days)) return days;
  throw new DataError(`A Date${where} must be midnight UTC of a day of 32 bits; it is ${millis} ms after 1970-01-01`);
}

const MILLIS = Number(MILLIS_PER_DAY);

const exactDays = (millis: bigint): number =>
  millis % MILLIS_PER_DAY === 0n ? Number(millis / MILLIS_PER_DAY) : Number.NaN;

function millisOfDay(millis: bigint, where: string): number {
  if (millis < 0n || millis > MILLIS_PER_DAY) {
    throw new DataError(`A Time${where} must be within one day; it is ${millis} ms after midnight`);
  }
  return Number(millis);
}
