import type { Scenario } from "../scenario.ts";
import { trialsByChance } from "./by-chance.ts";
import { pairsWith } from "./pairs.ts";
import { baseRun, singleTrials } from "./single-faults.ts";
import { type Finding, findingOf, type Trial, tryOut } from "./trial.ts";

/** Where and how long to look for a run that breaks a rule. */
export interface SearchOptions {
  readonly scenarios: readonly Scenario[];
  readonly seed: number;
  /** Largest number of runs. */
  readonly runs: number;
}

export interface SearchResult {
  readonly runs: number;
  /** Undefined: none of them broke a rule. */
  readonly finding: Finding | undefined;
}

/**
 * Looks for the first run that breaks a rule: without trouble, with every single fault, by chance, and then in pairs.
 * For code that is known to be wrong.
 */
export async function search(options: SearchOptions): Promise<SearchResult> {
  let runs = 0;
  for await (const trial of trialsOf(options)) {
    if (runs >= options.runs) break;
    runs++;
    const finding = findingOf(trial, await tryOut(trial));
    if (finding) return { runs, finding };
  }
  return { runs, finding: undefined };
}

const CHANCE_RUNS = 300;
const PAIRS_EACH = 20;

async function* trialsOf({ scenarios, seed }: SearchOptions): AsyncGenerator<Trial> {
  for (const scenario of scenarios) {
    const base = await baseRun(scenario, seed);
    yield* singleTrials(scenario, seed, base);
    yield* trialsByChance(scenario, base, { first: seed * 1_000_000, count: CHANCE_RUNS });
  }
  for (const scenario of scenarios) {
    for (const first of singleTrials(scenario, seed, await baseRun(scenario, seed))) {
      yield* pairsWith(first, await tryOut(first), PAIRS_EACH).trials;
    }
  }
}
