import type { RunResult } from "../run.ts";
import { SeededRandom, seedFor } from "../seeded-random.ts";
import type { Trouble } from "../trouble.ts";
import { singleTroubles } from "./single-faults.ts";
import type { Trial } from "./trial.ts";

/** Some of the pairs that begin with one trouble. */
export interface PairSample {
  readonly trials: readonly Trial[];
  /** How many pairs begin with it. */
  readonly possible: number;
}

/**
 * Pairs of troubles: the second one at any call or request after the first, as far as that is reached with the first.
 *
 * @param first The run with the first trouble, and how it went.
 * @param count How many pairs to take; which ones, the seed decides.
 */
export function pairsWith(first: Trial, result: RunResult, count: number): PairSample {
  const { faults, disturbances } = first.trouble;
  const call = Math.max(0, ...faults.keys());
  const request = Math.max(0, ...disturbances.keys());
  const seconds = [...singleTroubles(result)].filter((second) => isLater(second, call, request));
  const random = new SeededRandom(seedFor(first.seed, 31 * call + 7 * request + seconds.length));
  for (let n = 0; n < Math.min(count, seconds.length); n++) swap(seconds, n, random.between(n, seconds.length - 1));
  const trials = seconds.slice(0, count).map((second) => ({ ...first, trouble: join(first.trouble, second) }));
  return { trials, possible: seconds.length };
}

const isLater = ({ faults, disturbances }: Trouble, call: number, request: number): boolean =>
  [...faults.keys()].every((k) => k > call) && [...disturbances.keys()].every((r) => r > request);

const join = (a: Trouble, b: Trouble): Trouble => ({
  faults: new Map([...a.faults, ...b.faults]),
  disturbances: new Map([...a.disturbances, ...b.disturbances]),
});

function swap(items: Trouble[], a: number, b: number): void {
  const [first, second] = [items[a], items[b]];
  if (first === undefined || second === undefined) return;
  items[a] = second;
  items[b] = first;
}
