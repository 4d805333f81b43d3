import process from "node:process";
import { Command, InvalidArgumentError, Option } from "commander";
import { signalOf } from "../../functions/standalone/signals.ts";
import { runChaos } from "./run-chaos.ts";

/** `npm run chaos`: real servers, real processes, real faults; the last line is the verdict. */
const program = new Command("chaos")
  .description(
    [
      "Copies tables with two connectors while it kills and freezes their tasks, stops brokers, DynamoDB and the database, doubles events and changes a connector; then compares every topic with its table.",
      "The plan of the faults (kind, target, time) is a function of the seed; it is printed, a line a fault. When exactly a fault hits is not: that hangs on the machine, so one seed may find something once and not again.",
      "Doubled rows are bounded by what calls that did not end in order had sent since their last accepted checkpoint. Every call writes down what it sends and what the store accepts; ids have no gap, so an offset says how many rows it covers.",
    ].join("\n\n"),
  )
  .addOption(new Option("--mode <mode>", "delivery mode under test").default("at-least-once").argParser(parseMode))
  .addOption(new Option("--kills <number>", "how many faults").default(300).argParser(parsePositive))
  .addOption(new Option("--seed <number>", "what the plan is drawn from").default(1).argParser(parsePositive))
  .addOption(
    new Option("--pace <ms>", "time from one fault to the next, on the average").default(1300).argParser(parsePositive),
  )
  .option("--keep", "keep ledgers and logs, also when nothing is wrong");

program.parse();
const { kills, seed, pace, keep } = program.opts<{ kills: number; seed: number; pace: number; keep?: boolean }>();
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const asked = signalOf(process);

try {
  const { figures, failures, line } = await runChaos({
    seed,
    kills,
    paceMs: pace,
    say,
    signal: asked.signal,
    ...(keep ? { keep } : {}),
  });
  for (const text of [...figures, ...failures, line]) say(text);
  process.exitCode = failures.length === 0 ? 0 : 1;
} catch (error) {
  if (!asked.signal.aborted) throw error;
  process.exitCode = asked.exitCode();
}

function parseMode(mode: string): string {
  if (mode === "at-least-once") return mode;
  throw new InvalidArgumentError("Only at-least-once can be tried yet.");
}

function parsePositive(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("It must be a whole number above 0.");
}
