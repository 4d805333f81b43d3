import { ConfigError, ConnectError } from "../connect/index.ts";
import type { TaskConfigSet } from "../ports/index.ts";
import { type TimingConfig, timingOf } from "./config/timing-config.ts";
import { errorMessage, errorTrace } from "./error-trace.ts";
import { type PreparedTask, prepareTask } from "./prepare-task.ts";
import { nextFailure } from "./restart.ts";
import { retryCall } from "./retry-call.ts";
import { runTask } from "./run-task.ts";
import { type EndReason, type RunLimits, type TaskEnd, watchTaskEnd } from "./task-end.ts";
import { FencedError, type HeldLease } from "./task-lease.ts";
import { withTimeLimit } from "./time-limit.ts";
import type { Worker } from "./worker.ts";

/** How a task run ended and what Kafka acknowledged of it: records, and bytes of their keys and values. */
export interface TaskOutcome {
  readonly outcome: "drained" | "failed" | EndReason;
  readonly records: number;
  readonly bytes: number;
  /** Whether it changed a stored offset. */
  readonly moved: boolean;
}

/** How long a task may take to close its source, in milliseconds. */
const STOP_LIMIT_MS = 5_000;

/** How long a failed task may take to find out how often it has failed before, in milliseconds. */
const READ_LIMIT_MS = 2_000;

/**
 * Runs a leased task to its end, whatever that is: drained, out of time, asked to end, failed, fenced. Whatever Kafka
 * has acknowledged is checkpointed and the lease given back, but for a task that lost it. Leaves no timer, send or
 * write behind; a source or a read of the connector item that hangs is left to itself.
 */
export async function superviseTask(
  host: Worker,
  held: HeldLease,
  configs: TaskConfigSet,
  limits: RunLimits,
): Promise<TaskOutcome> {
  const { connector, task } = held.lease;
  const worker = { ...host, logger: host.logger.child({ connector, task }) };
  const timing = timingOf(configs.config);
  const end = watchTaskEnd(worker, held, limits, timing["sluice.control.interval.ms"]);
  let prepared: PreparedTask | undefined;
  const ended = (outcome: TaskOutcome["outcome"]): TaskOutcome => ({
    outcome,
    ...(prepared?.progress() ?? { records: 0, bytes: 0 }),
    moved: prepared?.run.checkpoint.moved ?? false,
  });
  try {
    prepared = await prepareTask(worker, held, configs, end.signal);
    const { run } = prepared;
    held.startHeartbeat({ leaseMs: timing["sluice.lease.ms"], heartbeatMs: timing["sluice.heartbeat.ms"] });
    await held.writeState("RUNNING");
    worker.logger.info("The task runs");
    await untilCutOff(worker, held, limits, runTask(run));
    if (end.reason === "paused") await held.writeState("PAUSED");
    await run.checkpoint.atEnd();
    return ended(end.reason ?? "drained");
  } catch (failure) {
    if (held.lost.aborted || failure instanceof FencedError) {
      worker.logger.warn(errorMessage(held.lost.reason ?? failure));
      return ended("lease lost");
    }
    await giveUp(worker, held, { limits, timing, prepared, failure });
    return ended("failed");
  } finally {
    await close(worker, end, prepared);
    await held.end();
  }
}

interface GivenUp {
  readonly limits: RunLimits;
  readonly timing: TimingConfig;
  readonly prepared: PreparedTask | undefined;
  readonly failure: unknown;
}

/** Saves what a failed task has achieved, and says in its status why it failed and when it is tried again. */
async function giveUp(worker: Worker, held: HeldLease, { limits, timing, prepared, failure }: GivenUp): Promise<void> {
  worker.logger.error(`The task failed: ${errorMessage(failure)}`, {}, failure);
  const lastWrite = (error: unknown): void =>
    worker.logger.error(`A last write of the failed task failed as well: ${errorMessage(error)}`, {}, error);
  // Records behind a failed one are not acknowledged either, so only what is still under way is worth waiting for.
  if (prepared) await untilCutOff(worker, held, limits, prepared.run.produce.flush()).catch(() => undefined);
  await writeFailure(worker, held, timing, failure).catch(lastWrite);
  await (prepared ? prepared.run.checkpoint.atEnd() : held.release()).catch(lastWrite);
}

async function writeFailure(worker: Worker, held: HeldLease, timing: TimingConfig, failure: unknown): Promise<void> {
  const { connector, task, generation } = held.lease;
  const { clock, random, tasks, workerId } = worker;
  const until = clock.now() + READ_LIMIT_MS;
  // What can't be read counts as no earlier failure: the task is tried again sooner, not later.
  const failures = await retryCall(() => tasks.listFailures(connector), { clock, random, until }).catch(
    () => undefined,
  );
  await held.writeFailure({
    trace: errorTrace(failure),
    workerId,
    ...nextFailure({
      previous: failures?.get(task),
      item: { generation, sequence: held.sequence },
      now: clock.now(),
      random,
      timing,
      kind: failure instanceof ConfigError ? "permanent" : "passing",
    }),
  });
}

/** Ends what is left of a task, in the order in which it could still do harm: sends first, then the source. */
async function close(worker: Worker, end: TaskEnd, prepared: PreparedTask | undefined): Promise<void> {
  end.finish();
  if (prepared) {
    const { run, producer } = prepared;
    run.produce.abort();
    await quietly(worker, "RecordProducer.close", () => producer.close());
    await quietly(worker, "SourceTask.stop", () => run.task.stop());
  }
  await end[Symbol.asyncDispose]();
}

async function quietly(worker: Worker, what: string, stop: () => Promise<void> | void): Promise<void> {
  try {
    const stopped = (async () => stop())();
    const expired = (): Error => new ConnectError(`it took more than ${STOP_LIMIT_MS} ms`);
    await withTimeLimit(worker.clock, STOP_LIMIT_MS, stopped, expired);
  } catch (error) {
    worker.logger.warn(`${what} failed: ${errorMessage(error)}`, {}, error);
  }
}

/** Waits for work, but neither beyond the end of the invocation, nor beyond the grace after a signal, nor beyond the lease. */
async function untilCutOff(worker: Worker, held: HeldLease, limits: RunLimits, work: Promise<void>): Promise<void> {
  const { connector, task } = held.lease;
  const { clock } = worker;
  const done = new AbortController();
  const over = AbortSignal.any([done.signal, held.lost]);
  const signalled = async (): Promise<void> => {
    if (!limits.signal.aborted) await firstAbort(limits.signal, over);
    await clock.sleep(limits.graceMs ?? limits.hardDeadline - clock.now(), over);
  };
  const cutOff = async (): Promise<never> => {
    await Promise.race([clock.sleep(limits.hardDeadline - clock.now(), over), signalled()]);
    held.lost.throwIfAborted();
    throw new ConnectError(
      `Connector ${connector}, task ${task}: its time ended before the source had answered or Kafka had acknowledged every record; the rest is sent again next time`,
    );
  };
  try {
    await Promise.race([work, cutOff()]);
  } finally {
    done.abort();
  }
}

/** Resolves once either is aborted, and leaves no listener on the first, which outlives the task. */
function firstAbort(signal: AbortSignal, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true, signal: over });
    over.addEventListener("abort", () => resolve(), { once: true });
  });
}
