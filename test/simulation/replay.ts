import { type Run, type RunResult, simulate } from "./run.ts";
import { scenarios } from "./scenarios/index.ts";
import { parseTrouble, printTrouble } from "./trouble.ts";

/** A run as one line: `one-task k=17:lost k=23:freeze seed=5`. */
export const printRun = ({ scenario, seed, trouble }: Run): string =>
  [scenario.name, printTrouble(trouble), `seed=${seed}`].filter((text) => text !== "").join(" ");

/** Reads what `printRun` wrote. @throws Error if there is no such scenario, fault or disturbance. */
export function parseRun(text: string): Run {
  const [name = ""] = text.trim().split(/\s+/);
  const scenario = scenarios.find((known) => known.name === name);
  if (!scenario) {
    throw new Error(`There is no scenario ${name}; there are ${scenarios.map((known) => known.name).join(", ")}`);
  }
  return { scenario, seed: Number(/(?<=^|\s)seed=(\d+)/.exec(text)?.[1] ?? 1), trouble: parseTrouble(text) };
}

/** The run once more, with its history. */
export const replay = (run: Run): Promise<RunResult> => simulate(run, { record: true });
