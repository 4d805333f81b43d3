import { scenarios } from "../scenarios/index.ts";
import type { Scenario } from "../scenario.ts";
import { trialsByChance } from "./by-chance.ts";
import { pairsWith } from "./pairs.ts";
import { baseRun, singleTrials } from "./single-faults.ts";
import { type Finding, findingOf, type Trial, tryOut } from "./trial.ts";

/** A share of the work, as it goes to a worker thread: plain data. */
export interface Unit {
  readonly kind: "single" | "pairs" | "chance";
  readonly scenario: string;
  readonly seed: number;
  /** Single and pairs: the first troubles with these places in their order. By chance: that many seeds from there on. */
  readonly from: number;
  readonly count: number;
  /** Pairs: how many with each first trouble. */
  readonly each: number;
}

/** What came of it. */
export interface UnitResult {
  readonly runs: number;
  /** Pairs: how many there are. */
  readonly possible: number;
  readonly findings: readonly Finding[];
}

/** Findings that one unit tells of; more of them would say the same. */
const MOST_FINDINGS = 20;

/** Does a unit of work. The same unit gives the same result, wherever it is done. */
export async function doUnit(unit: Unit): Promise<UnitResult> {
  const scenario = scenarioCalled(unit.scenario);
  const findings: Finding[] = [];
  let runs = 0;
  let possible = 0;
  const run = async (trial: Trial): Promise<void> => {
    const finding = findingOf(trial, await tryOut(trial));
    runs++;
    if (finding && findings.length < MOST_FINDINGS) findings.push(finding);
  };
  if (unit.kind === "pairs") {
    for (const first of await firstTrials(unit, scenario)) {
      const sample = pairsWith(first, await tryOut(first), unit.each);
      possible += sample.possible;
      for (const trial of sample.trials) await run(trial);
    }
  } else {
    for (const trial of await firstTrials(unit, scenario)) await run(trial);
  }
  return { runs, possible, findings };
}

async function firstTrials({ kind, seed, from, count }: Unit, scenario: Scenario): Promise<Iterable<Trial>> {
  const base = await baseRun(scenario, kind === "chance" ? 1 : seed);
  if (kind === "chance") return trialsByChance(scenario, base, { first: from, count });
  return [...singleTrials(scenario, seed, base)].slice(from, from + count);
}

/** @throws Error if there is no such scenario. */
export function scenarioCalled(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found) return found;
  throw new Error(`There is no scenario ${name}; there are ${scenarios.map((known) => known.name).join(", ")}`);
}
