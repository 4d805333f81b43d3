import type { Random, TaskFailure, TaskItem } from "../ports/index.ts";
import type { TimingConfig } from "./config/timing-config.ts";

/** Part of a delay that is chance, either way: those that failed together don't come back together. */
const JITTER = 0.2;

/** What the next try of a failed task hangs on. */
export interface FailedRun {
  /** The task's last failure before this one. */
  readonly previous: TaskFailure | undefined;
  /** The task as it is now: its generation, and how far its writes have come. */
  readonly item: Pick<TaskItem, "generation" | "sequence">;
  readonly now: number;
  readonly random: Random;
  readonly timing: Pick<TimingConfig, "sluice.restart.backoff.ms" | "sluice.restart.backoff.max.ms">;
  /**
   * `permanent`: only another configuration mends it. `died`: nobody knows why, so the first time it is tried again at
   * once.
   */
  readonly kind: "permanent" | "passing" | "died";
}

/**
 * How often the task has now failed in a row and when it is tried again: exponential back-off with jitter
 * (`sluice.restart.backoff.ms`, DESIGN §6.6). A task that came further than at its last failure, that is of another
 * generation, or that has run without failing for longer than the longest delay, begins anew.
 */
export function nextFailure(run: FailedRun): Pick<TaskFailure, "generation" | "sequence" | "failures" | "retryAt"> {
  const { generation, sequence } = run.item;
  const failures = isInARow(run) ? run.previous.failures + 1 : 1;
  return { generation, sequence, failures, retryAt: retryAt(run, failures) };
}

function isInARow(run: FailedRun): run is FailedRun & { readonly previous: TaskFailure } {
  const { previous, item, now, timing } = run;
  if (!previous || previous.generation !== item.generation || item.sequence > previous.sequence) return false;
  return previous.retryAt === undefined || now <= previous.retryAt + timing["sluice.restart.backoff.max.ms"];
}

function retryAt({ kind, now, random, timing }: FailedRun, failures: number): number | undefined {
  if (kind === "permanent") return undefined;
  const tries = kind === "died" ? failures - 1 : failures;
  if (tries === 0) return now;
  const longest = timing["sluice.restart.backoff.max.ms"];
  const delay = Math.min(longest, timing["sluice.restart.backoff.ms"] * 2 ** (tries - 1));
  return Math.round(now + delay * (1 - JITTER + 2 * JITTER * random.next()));
}
