import { BigDecimal, DataError, decimalSchema, SchemaBuilder } from "../../connect/index.ts";
import type { JdbcConfig } from "./config-def.ts";

/** The most digits of which every number fits 64 bits. */
const LONG_DIGITS = 18;

export interface NumericMapping {
  readonly schema: SchemaBuilder;
  readonly read: (text: string) => unknown;
}

/**
 * What becomes of a NUMERIC column (connectors.md §1.8).
 *
 * @param precision Number of digits; undefined: not declared, which is always Decimal here, whatever `numeric.mapping` says.
 */
export function numericMapping(precision: number | undefined, scale: number, config: JdbcConfig): NumericMapping {
  const fallback = config["numeric.precision.mapping"] ? "precision_only" : "none";
  const mapping = (config["numeric.mapping"] ?? fallback).toLowerCase();
  if (precision !== undefined) {
    const short = precision <= LONG_DIGITS;
    if (mapping !== "none" && short && (scale === 0 || (scale < 0 && mapping !== "precision_only"))) {
      return integer(precision - Math.min(scale, 0));
    }
    if (scale > 0 && ((mapping === "best_fit" && short) || mapping === "best_fit_eager_double")) {
      return { schema: SchemaBuilder.float64(), read: Number };
    }
  }
  return { schema: decimalSchema(scale), read: (text) => BigDecimal.parse(text).withScale(scale) };
}

function integer(digits: number): NumericMapping {
  if (digits > 9) return { schema: SchemaBuilder.int64(), read: toLong };
  const schema = digits > 4 ? SchemaBuilder.int32() : digits > 2 ? SchemaBuilder.int16() : SchemaBuilder.int8();
  return { schema, read: (text) => Number(toLong(text)) };
}

function toLong(text: string): bigint {
  if (!/^-?\d{1,19}$/.test(text)) throw new DataError(`${text} is no integer of 64 bits`);
  const value = BigInt(text);
  if (BigInt.asIntN(64, value) !== value) throw new DataError(`${text} is no integer of 64 bits`);
  return value;
}
