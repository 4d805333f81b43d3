import type { Copy, TableVerdict } from "./judge-table.ts";
import type { Takeover } from "./takeovers.ts";

const SHOWN = 20;

/** The lines that say what is wrong with a table; none when nothing is. */
export function describeFaults(verdict: TableVerdict): string[] {
  const { table, lost, outOfOrder, foreign, copies } = verdict;
  const lines: string[] = [];
  if (lost.length > 0) {
    lines.push(`Table ${table}: ${lost.length} of ${verdict.rows} rows lost: ids ${ranges(lost)}`);
    for (const id of edges(lost)) lines.push(`  id ${id}: ${places(copies.get(id))}`);
  }
  if (outOfOrder.length > 0) {
    lines.push(`Table ${table}: ${outOfOrder.length} rows out of order: ids ${ranges(outOfOrder)}`);
    for (const id of edges(outOfOrder)) lines.push(`  id ${id}: ${places(copies.get(id))}`);
  }
  for (const { partition, offset, value } of foreign.slice(0, SHOWN)) {
    lines.push(`Table ${table}: no row says what partition ${partition} offset ${offset} holds: ${value}`);
  }
  return lines;
}

/** Shortest, middle and longest time until a killed task was taken over; a line. */
export function describeTakeovers(all: readonly Takeover[]): string {
  const times = all.flatMap(({ afterMs }) => (afterMs === undefined ? [] : [afterMs])).toSorted((a, b) => a - b);
  const at = (place: number): string => seconds(times[Math.round(place * (times.length - 1))] ?? 0);
  if (times.length === 0) return "No killed task was to be taken over.";
  return `Killed tasks were taken over after ${at(0)} s, ${at(0.5)} s, ${at(1)} s (shortest, median, longest of ${times.length}), from their last heartbeat or checkpoint.`;
}

/** Neighbours of a gap and its ends: what helps to see how it came about. */
const edges = (ids: readonly number[]): number[] => {
  const first = ids.slice(0, SHOWN);
  return [...new Set(first.flatMap((id) => [id - 1, id, id + 1]))].toSorted((a, b) => a - b);
};

const places = (copies: readonly Copy[] | undefined): string =>
  copies
    ?.map(({ partition, offset, timestamp }) => `partition ${partition} offset ${offset} timestamp ${timestamp}`)
    .join("; ") ?? "nowhere";

function ranges(ids: readonly number[]): string {
  const found: [number, number][] = [];
  for (const id of ids.toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && id === last[1] + 1) last[1] = id;
    else found.push([id, id]);
  }
  const shown = found.slice(0, SHOWN).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  return `${shown.join(", ")}${found.length > SHOWN ? ", …" : ""}`;
}

export const seconds = (ms: number): string => (ms / 1000).toFixed(2);
