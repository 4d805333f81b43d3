import { Numeric, numberType } from "../../connect/index.ts";
import { JsonNumber } from "./number.ts";
import { isJsonArray, isJsonObject, type JsonNode } from "./parser.ts";

/** A JSON node without schema: integers are INT64 (cut to 64 bits), other numbers FLOAT64, objects are maps. */
export function readSchemaless(node: JsonNode | undefined): unknown {
  if (node instanceof JsonNumber) return node.isIntegral ? node.wrapped(64) : float64(node.double);
  if (isJsonArray(node)) return node.map(readSchemaless);
  if (isJsonObject(node)) return new Map([...node.members].map(([name, value]) => [name, readSchemaless(value)]));
  return node ?? null;
}

/** A whole number without schema would pass for an INT32. */
const float64 = (value: number): number | Numeric =>
  numberType(value) === "FLOAT64" ? value : new Numeric("FLOAT64", value);
