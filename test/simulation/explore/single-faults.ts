import { DISTURBANCES } from "../kafka/disturbance.ts";
import type { RunResult } from "../run.ts";
import type { Scenario } from "../scenario.ts";
import { NO_TROUBLE, oneFault, type Trouble } from "../trouble.ts";
import { type Trial, tryOut } from "./trial.ts";

/** The run without trouble: it tells where trouble can begin. */
export const baseRun = (scenario: Scenario, seed: number): Promise<RunResult> =>
  tryOut({ scenario, seed, trouble: NO_TROUBLE });

/** Every single thing that can go wrong: each fault at each call, each disturbance at each request to Kafka. */
export function* singleTroubles({ offered, requests }: Pick<RunResult, "offered" | "requests">): Generator<Trouble> {
  for (const [index, faults] of offered.entries()) {
    for (const fault of faults) yield oneFault(index + 1, fault);
  }
  for (let request = 1; request <= requests; request++) {
    for (const kind of DISTURBANCES) yield { ...NO_TROUBLE, disturbances: new Map([[request, kind]]) };
  }
}

/** A run for each of them. */
export function* singleTrials(scenario: Scenario, seed: number, base: RunResult): Generator<Trial> {
  for (const trouble of singleTroubles(base)) yield { scenario, seed, trouble };
}
