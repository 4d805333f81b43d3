import { seededRandom, type SeededRandom } from "../../../lib/local/employees/random.ts";
import type { FaultKind, FaultPlan } from "./fault.ts";

/** Longest wait at the right moment, in milliseconds: a task has started and sent its first records by then. */
const LONGEST_DELAY_MS = 800;

/**
 * The faults of a run, by the seed alone. First each kind once, in some order; after that by their weights.
 *
 * @param paceMs Time from one fault to the next, on the average, in milliseconds.
 */
export function planFaults(
  kinds: readonly FaultKind[],
  { seed, count, paceMs }: { readonly seed: number; readonly count: number; readonly paceMs: number },
): FaultPlan[] {
  const random = seededRandom(seed);
  const names = kinds.map(({ name }) => name);
  const weighted = kinds.flatMap(({ name, weight }) => Array.from({ length: weight }, () => name));
  const deck = shuffled(names, random);
  while (deck.length < count) deck.push(...shuffled(weighted, random));
  let atMs = 0;
  return deck.slice(0, count).map((kind, n) => {
    atMs += random.between(Math.round(paceMs / 2), Math.round((paceMs * 3) / 2));
    return {
      number: n + 1,
      atMs,
      kind,
      target: random.between(0, 999),
      delayMs: random.between(0, LONGEST_DELAY_MS),
      length: random.between(0, 999),
      coin: random.chance(0.5),
    };
  });
}

function shuffled<T>(items: readonly T[], random: SeededRandom): T[] {
  return items
    .map((item) => ({ item, place: random.between(0, 2 ** 31) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
