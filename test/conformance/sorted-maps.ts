import { isRecord } from "./vector.ts";

/** A neutral value with the entries of every map in one order, since a map has none. */
export function withSortedMaps(neutral: unknown): unknown {
  if (Array.isArray(neutral)) return neutral.map(withSortedMaps);
  if (!isRecord(neutral)) return neutral;
  const entries = Object.entries(neutral).map(([name, value]) => [name, withSortedMaps(value)] as const);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, name === "map" && Array.isArray(value) ? sorted(value) : value]),
  );
}

const sorted = (pairs: readonly unknown[]): unknown[] =>
  pairs.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
