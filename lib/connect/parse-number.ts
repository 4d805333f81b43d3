import { BigDecimal } from "./big-decimal.ts";
import { decimalSchema } from "./logical-types.ts";
import { isInt64, isInteger } from "./numeric.ts";
import type { Schema } from "./schema.ts";
import { FLOAT32_SCHEMA, FLOAT64_SCHEMA, INT16_SCHEMA, INT32_SCHEMA, INT64_SCHEMA, INT8_SCHEMA } from "./schemas.ts";

/** A number and the smallest type that Kafka Connect finds for it. */
export interface ParsedNumber {
  readonly schema: Schema;
  readonly value: number | bigint | BigDecimal;
}

/**
 * The number that a text is (connect.md §2.6): an integer of the smallest size, whatever its notation (`1.0`, `1e3`);
 * a fraction is a FLOAT32 if it is finite as such, however many digits that costs; what is too large is a Decimal.
 */
export function parseNumber(text: string): ParsedNumber | undefined {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const decimal = BigDecimal.parse(text);
  if (Math.abs(decimal.scale) > 0x7fffffff) return undefined;
  const integer = integerOf(decimal);
  if (integer !== undefined) return smallest(integer);
  const number = Number(text);
  if (isFraction(decimal)) {
    if (Number.isFinite(Math.fround(number))) return { schema: FLOAT32_SCHEMA, value: Math.fround(number) };
    if (Number.isFinite(number)) return { schema: FLOAT64_SCHEMA, value: number };
  }
  return { schema: decimalSchema(decimal.scale).build(), value: decimal };
}

/** The whole number, if it is one of 64 bits. */
function integerOf({ unscaled, scale }: BigDecimal): bigint | undefined {
  // 10^19 is more than 64 bits hold: a whole number with more zeros is none of them, and not worked out.
  if (unscaled === 0n) return 0n;
  if (scale < -19) return undefined;
  if (scale > String(unscaled).length) return undefined;
  const whole = scale > 0 ? unscaled / 10n ** BigInt(scale) : unscaled * 10n ** BigInt(-scale);
  if (scale > 0 && whole * 10n ** BigInt(scale) !== unscaled) return undefined;
  return isInt64(whole) ? whole : undefined;
}

function isFraction({ unscaled, scale }: BigDecimal): boolean {
  if (scale <= 0) return false;
  return scale > String(unscaled).length || unscaled % 10n ** BigInt(scale) !== 0n;
}

function smallest(integer: bigint): ParsedNumber {
  const number = Number(integer);
  if (isInteger("INT8", number)) return { schema: INT8_SCHEMA, value: number };
  if (isInteger("INT16", number)) return { schema: INT16_SCHEMA, value: number };
  if (isInteger("INT32", number)) return { schema: INT32_SCHEMA, value: number };
  return { schema: INT64_SCHEMA, value: integer };
}
