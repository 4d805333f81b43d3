import { shrink } from "../explore/shrink.ts";
import type { Finding } from "../explore/trial.ts";
import { scenarioCalled } from "../explore/unit.ts";
import type { FaultKind } from "../fault.ts";
import type { Disturbance } from "../kafka/disturbance.ts";
import { printRun } from "../replay.ts";
import { historyTable } from "../report/history-table.ts";
import { type Run, type RunResult, simulate } from "../run.ts";
import { NO_TROUBLE, oneFault, type Trouble } from "../trouble.ts";
import type { Violation } from "../world.ts";
import type { Search } from "./mutant.ts";
import { PROMISES } from "./promises.ts";

/** What a search came to. */
export interface SearchResult {
  /** The first run that breaks a rule, as small as it breaks it; undefined: none does. */
  readonly finding: Finding | undefined;
  /** How many runs were tried. */
  readonly runs: number;
  /** The history of the finding. */
  readonly history: string;
}

const SEEDS = [1, 2, 3, 4];

/** Any code that does not work at all breaks these: they say nothing about what a mutant leaves out. */
const ACCIDENTS = ["the simulation itself", "the script failed", "unexpected error", "unhandled rejection"];

/**
 * Looks for a run that breaks a rule: each search without faults, with each fault at each call, with each disturbance
 * at each request, with pairs; always in the same order.
 *
 * @throws Error if the code fails in a way that is no broken rule.
 */
export async function searchAll(searches: readonly Search[]): Promise<SearchResult> {
  let runs = 0;
  for (const search of searches) {
    for (const seed of search.seeds ?? SEEDS) {
      for await (const { run, result } of trials(search, seed)) {
        runs++;
        const { violation } = result;
        if (!violation) continue;
        if (!ACCIDENTS.includes(violation.rule)) return { ...(await shrunk(run, violation)), runs };
        throw new Error(`${printRun(run)} fails: ${violation.rule}: ${violation.detail}`);
      }
    }
  }
  return { finding: undefined, runs, history: "" };
}

async function shrunk(run: Run, violation: Violation): Promise<Pick<SearchResult, "finding" | "history">> {
  const small = await shrink(run);
  const result = await simulate(small, { record: true });
  return {
    finding: { run: printRun(small), violation: result.violation ?? violation },
    history: historyTable(result),
  };
}

interface Tried {
  readonly run: Run;
  readonly result: RunResult;
}

async function* trials(search: Search, seed: number): AsyncGenerator<Tried> {
  const scenario = scenarioCalled(search.scenario);
  const rules = new Set([...(search.rules ?? PROMISES), ...ACCIDENTS]);
  const attempt = async (trouble: Trouble, record = false): Promise<Tried> => {
    const run = { scenario, seed, trouble, rules };
    return { run, result: await simulate(run, { record }) };
  };
  const base = await attempt(NO_TROUBLE, true);
  yield base;
  const singles = faultsOf(search, base.result);
  for (const [call, kind] of singles) yield attempt(oneFault(call, kind));
  for (const [request, kind] of disturbancesOf(search, base.result)) {
    yield attempt({ ...NO_TROUBLE, disturbances: new Map([[request, kind]]) });
  }
  if (!search.next) return;
  for (const first of singles) {
    // The calls behind the first fault are others than without it.
    const { result } = await attempt(oneFault(...first), true);
    for (const second of faultsOf(search.next, result)) {
      if (second[0] > first[0]) yield attempt({ ...NO_TROUBLE, faults: new Map([first, second]) });
    }
  }
}

/** Each fault that is to be tried at each call of a recorded run; none if nothing is said about either. */
function faultsOf(
  { calls, faults }: Pick<Search, "calls" | "faults">,
  { offered, history }: RunResult,
): [number, FaultKind][] {
  if (!calls && !faults) return [];
  const names = new Map(history?.entries.map(({ call, name }) => [call, name]));
  return offered.flatMap((kinds, index) => {
    const call = index + 1;
    if (calls && !calls.includes(names.get(call) ?? "")) return [];
    return kinds.filter((kind) => !faults || faults.includes(kind)).map((kind): [number, FaultKind] => [call, kind]);
  });
}

function disturbancesOf({ disturbances = [] }: Search, { requests }: RunResult): [number, Disturbance][] {
  return Array.from({ length: requests }, (_, index) => index + 1).flatMap((request) =>
    disturbances.map((kind): [number, Disturbance] => [request, kind]),
  );
}
