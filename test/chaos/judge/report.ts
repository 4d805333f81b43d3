import type { Copy, TableVerdict } from "./judge-table.ts";
import type { Takeover } from "./takeovers.ts";

const SHOWN = 20;

/** The lines that say what is wrong with a table; none when nothing is. */
export function describeFaults(verdict: TableVerdict): string[] {
  const { table, rows, lost, outOfOrder, foreign } = verdict;
  const strange = foreign.slice(0, SHOWN).map(({ partition, offset, value }) => {
    return `Table ${table}: no row says what partition ${partition} offset ${offset} holds: ${value}`;
  });
  return [
    ...describeIds(verdict, `${lost.length} of ${rows} rows lost`, lost),
    ...describeIds(verdict, `${outOfOrder.length} rows out of order`, outOfOrder),
    ...strange,
  ];
}

/** Each range of ids, and where the copies at its ends and beside it lie: what helps to see how it came about. */
function describeIds({ table, copies }: TableVerdict, what: string, ids: readonly number[]): string[] {
  if (ids.length === 0) return [];
  const all = ranges(ids);
  const lines = all
    .slice(0, SHOWN)
    .flatMap(([from, to]) => [
      `  ${from === to ? `id ${from}` : `ids ${from} to ${to}`}`,
      ...[...new Set([from - 1, from, to, to + 1])].map((id) => `    ${id}: ${places(copies.get(id))}`),
    ]);
  return [
    `Table ${table}: ${what}, in ${all.length} ranges${all.length > SHOWN ? `, of which the first ${SHOWN}` : ""}:`,
    ...lines,
  ];
}

/** Shortest, middle and longest time until a killed task was taken over; a line. */
export function describeTakeovers(all: readonly Takeover[]): string {
  const times = all.flatMap(({ afterMs }) => (afterMs === undefined ? [] : [afterMs])).toSorted((a, b) => a - b);
  const at = (place: number): string => seconds(times[Math.round(place * (times.length - 1))] ?? 0);
  if (times.length === 0) return "No killed task was to be taken over.";
  return `Killed tasks were taken over after ${at(0)} s, ${at(0.5)} s, ${at(1)} s (shortest, median, longest of ${times.length}), from their last heartbeat or checkpoint.`;
}

const places = (copies: readonly Copy[] | undefined): string =>
  copies
    ?.map(({ partition, offset, timestamp }) => `partition ${partition} offset ${offset} timestamp ${timestamp}`)
    .join("; ") ?? "nowhere";

function ranges(ids: readonly number[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (const id of ids.toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && id === last[1] + 1) last[1] = id;
    else found.push([id, id]);
  }
  return found;
}

export const seconds = (ms: number): string => (ms / 1000).toFixed(2);
