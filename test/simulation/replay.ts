import { type Run, type RunResult, simulate } from "./run.ts";
import { scenarios } from "./scenarios/index.ts";
import { parseTrouble, printTrouble } from "./trouble.ts";

/** A run as one line: `one-task k=17:lost k=23:freeze seed=5`, with `rows=2` if it has fewer than its scenario. */
export const printRun = ({ scenario, seed, trouble, rows }: Run): string =>
  [scenario.name, printTrouble(trouble), `seed=${seed}`, rows === undefined ? "" : `rows=${rows}`]
    .filter((text) => text !== "")
    .join(" ");

/** Reads what `printRun` wrote. @throws Error if there is no such scenario, fault or disturbance. */
export function parseRun(text: string): Run {
  const [name = ""] = text.trim().split(/\s+/);
  const scenario = scenarios.find((known) => known.name === name);
  if (!scenario) {
    throw new Error(`There is no scenario ${name}; there are ${scenarios.map((known) => known.name).join(", ")}`);
  }
  const number = (name: string): string | undefined => new RegExp(`(?<=^|\\s)${name}=(\\d+)`).exec(text)?.[1];
  const rows = number("rows");
  return {
    scenario,
    seed: Number(number("seed") ?? 1),
    trouble: parseTrouble(text),
    ...(rows === undefined ? {} : { rows: Number(rows) }),
  };
}

/** The run once more, with its history. */
export const replay = (run: Run): Promise<RunResult> => simulate(run, { record: true });
