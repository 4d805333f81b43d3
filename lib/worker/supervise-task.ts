import { ConnectError } from "../connect/index.ts";
import type { TaskConfigSet } from "../ports/index.ts";
import { timingOf } from "./config/timing-config.ts";
import { untilCutOff } from "./cut-off.ts";
import { errorMessage } from "./error-trace.ts";
import { giveUpTask } from "./give-up-task.ts";
import { type PreparedTask, prepareTask } from "./prepare-task.ts";
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
  /** When a failed task may be tried again, in milliseconds since 1970-01-01 UTC. */
  readonly retryAt?: number;
}

/** Of the time between the last poll and the hard deadline so much again is for the last writes. */
const LAST_WRITES = 1 / 6;

/** How long a task may take to close its source, in milliseconds. */
const STOP_LIMIT_MS = 5_000;

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
  held.endBy(limits.hardDeadline + (limits.hardDeadline - limits.deadline) * LAST_WRITES);
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
    const retryAt = await giveUpTask(worker, held, { limits, timing, prepared, failure });
    return { ...ended("failed"), ...(retryAt === undefined ? {} : { retryAt }) };
  } finally {
    await close(worker, end, prepared);
    await held.end();
  }
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
