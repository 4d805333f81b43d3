import { DataError } from "./errors.ts";
import type { OffsetValue, SourceOffset, SourcePartition } from "./offset.ts";

/**
 * A source partition as canonical JSON, keys sorted: what offsets are stored under. Two maps with the same members
 * give the same text, whatever their order; 1 and "1" do not.
 */
export function partitionKey(partition: SourcePartition): string {
  const sorted = Object.entries(partition).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return printMap(Object.fromEntries(sorted), "source partition");
}

/** A source offset as JSON with exact integers, as Kafka Connect's offset topic holds it. */
export function printOffset(offset: SourceOffset): string {
  return printMap(offset, "source offset");
}

/**
 * Reads what `printOffset` wrote, or what Kafka Connect's REST API shows: integers become bigint.
 *
 * @throws DataError if the text is no JSON object of primitives.
 */
export function parseOffset(text: string): SourceOffset {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, exactIntegers);
  } catch (cause) {
    throw new DataError(`The stored offset ${text} is not JSON: reset it, or write an offset of the connector's form`, {
      cause,
    });
  }
  if (!isOffset(parsed)) {
    throw new DataError(
      `The stored offset ${text} is not a JSON object of primitives: reset it, or write an offset of the connector's form`,
    );
  }
  return parsed;
}

function printMap(map: SourcePartition, what: string): string {
  for (const [name, value] of Object.entries(map)) {
    const storable = typeof value === "number" ? Number.isFinite(value) : typeof value !== "object" || value === null;
    if (!storable || value === undefined) {
      throw new DataError(
        `A ${what} holds strings, finite numbers, booleans and null only; "${name}" is ${typeof value === "number" ? value : typeof value}`,
      );
    }
  }
  return JSON.stringify(map, (_, value: unknown) => (typeof value === "bigint" ? JSON.rawJSON(String(value)) : value));
}

function exactIntegers(_key: string, value: unknown, context: { readonly source?: string }): unknown {
  return typeof value === "number" && /^-?\d+$/.test(context.source ?? "") ? BigInt(context.source ?? "") : value;
}

function isOffset(value: unknown): value is Record<string, OffsetValue> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((member) => typeof member !== "object" || member === null)
  );
}
