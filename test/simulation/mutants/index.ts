import { findMutant, isFound, type MutantResult } from "./find-mutant.ts";
import { mutantCalled, mutants } from "./list.ts";
import { mutantTable } from "./mutant-table.ts";

/** How many of the planted bugs the judge has found. */
export interface MutantCount {
  readonly found: number;
  readonly all: number;
}

/**
 * Looks for every planted bug and prints them as a table.
 *
 * @param threads How many mutants are looked for at once.
 * @throws Error if one can't be planted any more, because the code has changed.
 */
export async function findMutants(threads: number): Promise<MutantCount> {
  const results: MutantResult[] = [];
  const next = mutants.entries();
  const work = async (): Promise<void> => {
    for (const [place, mutant] of next) results[place] = await findMutant(mutant);
  };
  await Promise.all(Array.from({ length: threads }, work));
  process.stdout.write(`${mutantTable(results)}\n`);
  return { found: results.filter(isFound).length, all: mutants.length };
}

/** Shows how one planted bug is found, call by call. @returns the exit code. @throws Error if there is no such bug. */
export async function showMutant(name: string): Promise<number> {
  const result = await findMutant(mutantCalled(name));
  process.stdout.write(`${withoutMiddle(result.history)}\n${mutantTable([result])}\n`);
  return isFound(result) ? 0 : 1;
}

/** Lines of a history that are shown: of one that goes on and on, how it begins and how it ends. */
const FIRST_LINES = 120;
const LAST_LINES = 30;

function withoutMiddle(history: string): string {
  const lines = history.split("\n");
  const left = lines.length - FIRST_LINES - LAST_LINES;
  if (left <= 0) return history;
  return [...lines.slice(0, FIRST_LINES), `… ${left} more lines …`, ...lines.slice(-LAST_LINES)].join("\n");
}
