import { DataError } from "./errors.ts";
import type { SchemaType } from "./schema.ts";

/** The number types that a JavaScript number stands for; INT64 is always a bigint. */
export type NumberType = Extract<SchemaType, "INT8" | "INT16" | "INT32" | "FLOAT32" | "FLOAT64">;

const ranges = { INT8: 0x7f, INT16: 0x7fff, INT32: 0x7fffffff } as const;

/**
 * A number whose Connect type is written down, for values without schema, where `1` could be any of five types.
 * A bare JavaScript number without schema counts as INT32 when it is an integer of 32 bits, else as FLOAT64.
 */
export class Numeric {
  readonly type: NumberType;
  readonly value: number;

  /** @throws DataError if the value is no number of that type. */
  constructor(type: NumberType, value: number) {
    if (type === "FLOAT32" || type === "FLOAT64") {
      this.value = type === "FLOAT32" ? Math.fround(value) : value;
    } else {
      if (!isInteger(type, value)) throw new DataError(`${value} is not a value of type ${type}`);
      this.value = value;
    }
    this.type = type;
  }
}

/** Whether a number is an integer that the type holds. */
export function isInteger(type: "INT8" | "INT16" | "INT32", value: number): boolean {
  const max = ranges[type];
  return Number.isInteger(value) && value <= max && value >= -max - 1;
}

/** The Connect type of a bare JavaScript number without schema. */
export function numberType(value: number): NumberType {
  return isInteger("INT32", value) && !Object.is(value, -0) ? "INT32" : "FLOAT64";
}

const INT64_MAX = 2n ** 63n - 1n;

/** Whether an integer fits into INT64. */
export const isInt64 = (value: bigint): boolean => value <= INT64_MAX && value >= -INT64_MAX - 1n;
