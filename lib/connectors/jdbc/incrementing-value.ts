import { BigDecimal, ConnectError, type Schema } from "../../connect/index.ts";

const INT64_MAX = 2n ** 63n - 1n;

/**
 * The value of an incrementing column as an offset holds it.
 *
 * @param where Table and column, for the error.
 * @throws ConnectError if it is no integer of 64 bits.
 */
export function incrementingValue(value: unknown, schema: Schema, where: string): bigint {
  if (value === null) throw new ConnectError(`Null value for incrementing column: every row needs one (${where})`);
  if (value instanceof BigDecimal) {
    if (value.scale !== 0)
      throw new ConnectError(`Scale of Decimal value for incrementing column must be 0 (${where})`);
    if (value.unscaled > INT64_MAX) {
      throw new ConnectError(`Decimal value for incrementing column exceeded Long.MAX_VALUE (${where})`);
    }
    return value.unscaled;
  }
  if (schema.name === undefined && schema.type.startsWith("INT")) {
    if (typeof value === "bigint") return value;
    if (typeof value === "number") return BigInt(value);
  }
  throw new ConnectError(`Invalid type for incrementing column: ${schema.name ?? schema.type} (${where})`);
}
