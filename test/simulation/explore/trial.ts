import type { Chance } from "../chance.ts";
import { printRun } from "../replay.ts";
import { type Run, type RunResult, simulate } from "../run.ts";
import type { Violation } from "../world.ts";

/** A run to try, and what may go wrong in it by chance. */
export interface Trial extends Run {
  readonly chance?: Chance;
}

/** A run that broke a rule. */
export interface Finding {
  /** As `printRun` has it; without chance. */
  readonly run: string;
  readonly violation: Violation;
}

export const tryOut = ({ chance, ...run }: Trial): Promise<RunResult> => simulate(run, chance ? { chance } : {});

export const findingOf = (trial: Trial, { violation, trouble }: RunResult): Finding | undefined =>
  violation && { run: printRun({ ...trial, trouble }), violation };
