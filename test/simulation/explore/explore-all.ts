import { findMutants } from "../mutants/index.ts";
import { parseRun, printRun } from "../replay.ts";
import { Progress } from "../report/progress.ts";
import { type Exploration, planUnits } from "./plan-units.ts";
import { shareWork } from "./share-work.ts";
import { shrink } from "./shrink.ts";
import type { Finding } from "./trial.ts";

export interface ExploreOptions extends Exploration {
  readonly threads: number;
  readonly minutes?: number;
  /** Whether the planted bugs are looked for as well. */
  readonly mutants: boolean;
}

/** Findings that are shrunk and printed for each rule that was broken. */
const SHOWN = 3;

/**
 * Tries everything and prints what it finds, with the line that repeats each finding; then the planted bugs.
 *
 * @returns the exit code.
 */
export async function exploreAll({ threads, minutes, mutants, ...exploration }: ExploreOptions): Promise<number> {
  const write = (text: string): void => void process.stdout.write(text);
  const progress = new Progress(write);
  const findings: Finding[] = [];
  const signal = minutes === undefined ? new AbortController().signal : AbortSignal.timeout(minutes * 60_000);
  await shareWork(await planUnits(exploration), {
    threads,
    signal,
    onResult(unit, result) {
      progress.add(unit, result);
      findings.push(...result.findings);
    },
  });
  progress.end();
  for (const { run, violation } of await shrunk(findings)) {
    write(`\n${violation.rule}: ${violation.detail}\n  npm run simulate -- --replay "${run}"\n`);
  }
  const planted = mutants ? await findMutants(threads) : { found: 0, all: 0 };
  const bugs = mutants ? `, ${planted.found}/${planted.all} planted bugs found` : "";
  write(`${progress.runs} runs, ${findings.length} violations${bugs}\n`);
  return findings.length > 0 || planted.found < planted.all ? 1 : 0;
}

/** Some findings of each rule, as small as they can be. */
async function shrunk(findings: readonly Finding[]): Promise<Finding[]> {
  const byRule = Map.groupBy(findings, ({ violation }) => violation.rule);
  const some = [...byRule.values()].flatMap((all) => all.slice(0, SHOWN));
  const small: Finding[] = [];
  for (const { run, violation } of some) small.push({ run: printRun(await shrink(parseRun(run))), violation });
  return small;
}
