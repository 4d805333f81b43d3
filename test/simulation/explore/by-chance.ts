import type { RunResult } from "../run.ts";
import type { Scenario } from "../scenario.ts";
import { SeededRandom, seedFor } from "../seeded-random.ts";
import { NO_TROUBLE } from "../trouble.ts";
import type { Trial } from "./trial.ts";

/** How many faults a run has on average: few find what is rare alone, many what needs several at once. */
const FAULTS_A_RUN: readonly [number, ...number[]] = [2, 3, 5, 9, 15];

/** Faults end when so many times as many calls have been made as in a run without them. */
const TIMES_AS_LONG = 2;

/**
 * Runs with several faults by chance, each with latencies of its own.
 *
 * @param first The seed of the first one; the others follow it.
 */
export function* trialsByChance(
  scenario: Scenario,
  { offered, requests }: Pick<RunResult, "offered" | "requests">,
  { first, count }: { readonly first: number; readonly count: number },
): Generator<Trial> {
  for (let seed = first; seed < first + count; seed++) {
    const random = new SeededRandom(seedFor(seed, 11));
    const chance = {
      faults: random.pick(FAULTS_A_RUN) / offered.length,
      calls: offered.length * TIMES_AS_LONG,
      disturbances: requests > 0 ? random.pick(FAULTS_A_RUN) / 2 / requests : 0,
      requests: requests * TIMES_AS_LONG,
    };
    yield { scenario, seed, trouble: NO_TROUBLE, chance };
  }
}
