import { Command, InvalidArgumentError } from "commander";
import { exploreAll } from "./explore/explore-all.ts";
import { scenarioCalled } from "./explore/unit.ts";
import { showMutant } from "./mutants/index.ts";
import { showReplay } from "./report/show-replay.ts";
import { scenarios } from "./scenarios/index.ts";

interface Options {
  readonly seed: number;
  readonly runs: number;
  readonly scenario?: string;
  readonly minutes?: number;
  readonly threads: number;
  readonly replay?: string;
  readonly mutant?: string;
}

const wholeNumber = (text: string): number => {
  if (!/^\d+$/.test(text) || Number(text) < 1) throw new InvalidArgumentError("It must be a whole number from 1.");
  return Number(text);
};

const program = new Command("npm run simulate --")
  .description(
    "Runs scheduler and tasks in virtual time, with every fault at every call, and judges what is lost, doubled or stuck.",
  )
  .option("--seed <n>", "the same seed repeats the same runs in the same order", wholeNumber, 1)
  .option("--runs <n>", "about how many runs; every single fault is tried, however few", wholeNumber, 52_000)
  .option("--scenario <name>", `only this one: ${scenarios.map(({ name }) => name).join(", ")}`)
  .option("--minutes <n>", "begins no further run after that time", wholeNumber)
  .option("--threads <n>", "threads that share the work", wholeNumber, 2)
  .option(
    "--replay <run>",
    "shows the history of one run, as small as it breaks the same rule: 'one-task k=13:lost seed=5'",
  )
  .option("--mutant <name>", "shows how one planted bug is found");

async function main({ replay, mutant, scenario, ...options }: Options): Promise<number> {
  if (mutant !== undefined) return showMutant(mutant);
  if (replay !== undefined) return showReplay(replay);
  if (scenario !== undefined) return exploreAll({ ...options, scenarios: [scenarioCalled(scenario)], mutants: false });
  return exploreAll({ ...options, scenarios, mutants: true });
}

try {
  process.exitCode = await main(program.parse().opts<Options>());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
