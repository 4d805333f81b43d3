import type { Scenario } from "../scenario.ts";
import { baseRun, singleTroubles } from "./single-faults.ts";
import type { Unit } from "./unit.ts";

/** What is to be explored. */
export interface Exploration {
  readonly scenarios: readonly Scenario[];
  readonly seed: number;
  /** About how many runs. Every single fault is tried, however few they are. */
  readonly runs: number;
}

/** Runs of one unit: little enough that two threads end at about the same time. */
const UNIT_RUNS = 200;

/** Scenarios of so few calls are small: their pairs are tried. */
const SMALL_CALLS = 75;

/** Part of the runs beside single faults that goes to pairs. */
const PAIRS_PART = 0.4;

/** How much there is to try in a scenario. */
interface Size {
  readonly scenario: string;
  readonly calls: number;
  readonly troubles: number;
}

/** Divides an exploration into units: the same ones in the same order for the same seed. */
export async function planUnits({ scenarios, seed, runs }: Exploration): Promise<Unit[]> {
  const sizes: Size[] = [];
  for (const scenario of scenarios) sizes.push(await sizeOf(scenario, seed));
  const singles = sizes.reduce((sum, { troubles }) => sum + troubles, 0);
  const rest = Math.max(0, runs - singles);
  const small = sizes.filter(({ calls }) => calls <= SMALL_CALLS);
  const firsts = small.reduce((sum, { troubles }) => sum + troubles, 0);
  const each = Math.round((rest * PAIRS_PART) / Math.max(1, firsts));
  const byChance = Math.ceil((rest - each * firsts) / scenarios.length);
  return [
    ...sizes.flatMap(({ scenario, troubles }) =>
      parts(troubles, UNIT_RUNS).map((part) => ({ ...part, kind: "single" as const, scenario, seed, each: 0 })),
    ),
    ...small.flatMap(({ scenario, troubles }) =>
      parts(each > 0 ? troubles : 0, Math.ceil(UNIT_RUNS / each)).map((part) => ({
        ...part,
        kind: "pairs" as const,
        scenario,
        seed,
        each,
      })),
    ),
    ...sizes.flatMap(({ scenario }, n) =>
      parts(byChance, UNIT_RUNS).map(({ from, count }) => ({
        kind: "chance" as const,
        scenario,
        seed,
        from: 1 + seed * 1_000_000 + n * 10_000 + from,
        count,
        each: 0,
      })),
    ),
  ];
}

async function sizeOf(
  scenario: Scenario,
  seed: number,
): Promise<{ scenario: string; calls: number; troubles: number }> {
  const base = await baseRun(scenario, seed);
  return { scenario: scenario.name, calls: base.offered.length, troubles: [...singleTroubles(base)].length };
}

function parts(total: number, size: number): { from: number; count: number }[] {
  return Array.from({ length: Math.ceil(total / size) }, (_, n) => ({
    from: n * size,
    count: Math.min(size, total - n * size),
  }));
}
