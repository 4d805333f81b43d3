import type { FaultKind } from "./fault.ts";
import { DISTURBANCES, type Disturbance } from "./kafka/disturbance.ts";
import type { Scenario } from "./scenario.ts";
import { SeededRandom, seedFor } from "./seeded-random.ts";
import type { Trouble } from "./trouble.ts";
import type { WorldOptions } from "./world.ts";

/** How much goes wrong by chance. */
export interface Chance {
  /** Part of the calls with a fault, from 0 to 1. */
  readonly faults: number;
  /** How many calls from the first on may have one: faults end, so that it can be judged whether everything goes on. */
  readonly calls: number;
  /** Part of the requests to Kafka's nodes with a disturbance, from 0 to 1. */
  readonly disturbances: number;
  readonly requests: number;
}

const NO_CHANCE: Chance = { faults: 0, calls: 0, disturbances: 0, requests: 0 };

/** Calls that no store answers, and so no throttling concerns. */
const NOT_STORED = new Set(["invoke", "askTick", "plan", "send", "partitionCount", "source.poll", "source.tables"]);

/** What goes wrong in a run; `trouble` grows while chance chooses. */
export interface ChosenTrouble extends Required<Pick<WorldOptions, "faults" | "moreFaults">> {
  readonly trouble: Trouble;
}

/**
 * Adds to the trouble that a run is given what the scenario's throttling and chance choose. Every choice hangs on the
 * seed and the number of the call only: the same run with the trouble that was chosen, and without chance, is the same.
 */
export function chooseTrouble(
  { scenario, seed, trouble }: { readonly scenario: Scenario; readonly seed: number; readonly trouble: Trouble },
  chance: Chance = NO_CHANCE,
): ChosenTrouble {
  const faults = new Map(trouble.faults);
  const disturbances = new Map([...trouble.disturbances, ...chosenDisturbances(seed, chance)]);
  const moreFaults = (call: number, name: string, offered: readonly FaultKind[]): FaultKind | undefined => {
    if (isThrottled(scenario, seed, call, name)) return "fails";
    if (call > chance.calls) return undefined;
    const random = new SeededRandom(seedFor(seed ^ 0x5bd1e995, call));
    const fault = random.next() < chance.faults ? offered[random.between(0, offered.length - 1)] : undefined;
    if (fault) faults.set(call, fault);
    return fault;
  };
  return { faults: trouble.faults, moreFaults, trouble: { faults, disturbances } };
}

function isThrottled({ throttled = 0 }: Scenario, seed: number, call: number, name: string): boolean {
  if (throttled === 0 || NOT_STORED.has(name)) return false;
  return new SeededRandom(seedFor(~seed, call)).next() < throttled;
}

function chosenDisturbances(seed: number, chance: Chance): [number, Disturbance][] {
  const random = new SeededRandom(seedFor(seed, 7));
  return Array.from({ length: chance.requests }, (_, n) => n + 1)
    .filter(() => random.next() < chance.disturbances)
    .map((request) => [request, random.pick(DISTURBANCES)]);
}
