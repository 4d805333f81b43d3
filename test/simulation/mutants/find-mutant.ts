import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { parseRun } from "../replay.ts";
import { simulate } from "../run.ts";
import type { Violation } from "../world.ts";
import type { Mutant } from "./mutant.ts";
import type { SearchResult } from "./search.ts";

/** How the search for a mutant went. */
export interface MutantResult extends SearchResult {
  readonly mutant: Mutant;
  /** What the run that was found breaks without the mutant: nothing, or it proves nothing. */
  readonly without: Violation | undefined;
}

/** Looks for the harm that a mutant does, in a thread that has the mutated code to itself. */
export async function findMutant(mutant: Mutant): Promise<MutantResult> {
  const worker = new Worker(new URL("./search-thread.ts", import.meta.url), { workerData: mutant });
  try {
    const [result]: [SearchResult] = await once(worker, "message").then(([message]) => [message]);
    const { violation } = result.finding ? await simulate(parseRun(result.finding.run)) : { violation: undefined };
    return { ...result, mutant, without: violation };
  } catch (cause) {
    throw new Error(`The mutant ${mutant.name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  } finally {
    await worker.terminate();
  }
}

/** Whether the mutant breaks a rule in a run that breaks none without it. */
export const isFound = ({ finding, without }: MutantResult): boolean => finding !== undefined && without === undefined;
