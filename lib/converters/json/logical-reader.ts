import {
  BigDecimal,
  DATE,
  DataError,
  DECIMAL,
  Instant,
  MILLIS_PER_DAY,
  type Schema,
  scaleOf,
  TIME,
  TIMESTAMP,
} from "../../connect/index.ts";
import { fromTwosComplement } from "./decimal-bytes.ts";
import { decodeBase64 } from "./base64.ts";
import { JsonNumber } from "./number.ts";
import type { JsonNode } from "./parser.ts";

/** The value of a logical type; undefined if the schema's name is none. @throws DataError if the node is no such value. */
export function readLogical(schema: Schema, node: JsonNode): BigDecimal | Instant | undefined {
  switch (schema.name) {
    case DECIMAL:
      return readDecimal(schema, node);
    case DATE:
      return new Instant(int32Of("Date", node) * MILLIS_PER_DAY);
    case TIME:
      return new Instant(millisOfDay(int32Of("Time", node)));
    case TIMESTAMP:
      return new Instant(integerOf("Timestamp", node).wrapped(64));
    case undefined:
    default:
      return undefined;
  }
}

function readDecimal(schema: Schema, node: JsonNode): BigDecimal {
  if (node instanceof JsonNumber) return node.decimal;
  if (typeof node !== "string") throw new DataError("A Decimal is a JSON number or base64; this is neither");
  const unscaled = fromTwosComplement(decodeBase64(node) ?? new Uint8Array());
  if (unscaled === undefined) throw new DataError("A Decimal in base64 needs the bytes of a number; these are none");
  return new BigDecimal(unscaled, scaleOf(schema));
}

function integerOf(type: string, node: JsonNode): JsonNumber {
  if (node instanceof JsonNumber && node.isIntegral) return node;
  throw new DataError(`A ${type} is a JSON number without fraction; this is none`);
}

function int32Of(type: string, node: JsonNode): bigint {
  const value = BigInt(integerOf(type, node).text);
  if (BigInt.asIntN(32, value) !== value) throw new DataError(`A ${type} is a number of 32 bits; ${value} is larger`);
  return value;
}

function millisOfDay(millis: bigint): bigint {
  if (millis >= 0n && millis <= MILLIS_PER_DAY) return millis;
  throw new DataError(`A Time is within one day; ${millis} ms after midnight is not`);
}
