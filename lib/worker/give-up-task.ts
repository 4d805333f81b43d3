import { ConfigError } from "../connect/index.ts";
import type { TimingConfig } from "./config/timing-config.ts";
import { untilCutOff } from "./cut-off.ts";
import { errorMessage, errorTrace } from "./error-trace.ts";
import type { PreparedTask } from "./prepare-task.ts";
import { nextFailure } from "./restart.ts";
import { retryCall } from "./retry-call.ts";
import type { RunLimits } from "./task-end.ts";
import type { HeldLease } from "./task-lease.ts";
import type { Worker } from "./worker.ts";

/** A run that failed. */
interface FailedTask {
  readonly limits: RunLimits;
  readonly timing: TimingConfig;
  readonly prepared: PreparedTask | undefined;
  readonly failure: unknown;
}

/** How long a failed task may take to find out how often it has failed before, in milliseconds. */
const READ_LIMIT_MS = 2_000;

/**
 * Saves what a failed task has achieved, and says in its status why it failed and when it is tried again. Never throws:
 * a last write that fails as well is logged.
 *
 * @returns when it may be tried again, in milliseconds since 1970-01-01 UTC; undefined: never, or it could not be written.
 */
export async function giveUpTask(
  worker: Worker,
  held: HeldLease,
  { limits, timing, prepared, failure }: FailedTask,
): Promise<number | undefined> {
  worker.logger.error(`The task failed: ${errorMessage(failure)}`, {}, failure);
  const lastWrite = (error: unknown): undefined => {
    worker.logger.error(`A last write of the failed task failed as well: ${errorMessage(error)}`, {}, error);
  };
  // Records behind a failed one are not acknowledged either, so only what is still under way is worth waiting for.
  if (prepared) await untilCutOff(worker, held, limits, prepared.run.produce.flush()).catch(() => undefined);
  // Before the failure is written: what this run achieved must not count as achieved after it.
  if (prepared) await prepared.run.checkpoint.save().catch(lastWrite);
  const retryAt = await writeFailure(worker, held, timing, failure).catch(lastWrite);
  await held.release().catch(lastWrite);
  return retryAt;
}

async function writeFailure(
  worker: Worker,
  held: HeldLease,
  timing: TimingConfig,
  failure: unknown,
): Promise<number | undefined> {
  const { connector, task, generation } = held.lease;
  const { clock, random, tasks, workerId } = worker;
  const until = clock.now() + READ_LIMIT_MS;
  // What can't be read counts as no earlier failure: the task is tried again sooner, not later.
  const failures = await retryCall(() => tasks.listFailures(connector), { clock, random, until }).catch(
    () => undefined,
  );
  const next = nextFailure({
    previous: failures?.get(task),
    item: { generation, sequence: held.sequence },
    now: clock.now(),
    random,
    timing,
    kind: failure instanceof ConfigError ? "permanent" : "passing",
  });
  await held.writeFailure({ trace: errorTrace(failure), workerId, ...next });
  return next.retryAt;
}
