import { ConfigError, ConnectError } from "../connect/index.ts";
import type { TaskConfigSet } from "../ports/index.ts";
import { connectorConfig } from "./connector-config.ts";
import { errorMessage, errorTrace } from "./error-trace.ts";
import { type PreparedTask, prepareTask } from "./prepare-task.ts";
import { runTask } from "./run-task.ts";
import { type EndReason, type RunLimits, watchTaskEnd } from "./task-end.ts";
import { FencedError, type HeldLease } from "./task-lease.ts";
import type { Worker } from "./worker.ts";

/** How a task run ended and what Kafka acknowledged of it: records, and bytes of their keys and values. */
export interface TaskOutcome {
  readonly outcome: "drained" | "failed" | EndReason;
  readonly records: number;
  readonly bytes: number;
}

/**
 * Runs a leased task to its end, whatever that is: drained, out of time, asked to end, failed, fenced. Whatever Kafka
 * has acknowledged is checkpointed and the lease given back, but for a task that lost it. Leaves no timer, send or
 * write behind.
 */
export async function superviseTask(
  host: Worker,
  held: HeldLease,
  configs: TaskConfigSet,
  limits: RunLimits,
): Promise<TaskOutcome> {
  const { connector, task } = held.lease;
  const worker = { ...host, logger: host.logger.child({ connector, task }) };
  const end = watchTaskEnd(worker, held, limits, controlIntervalMs(configs));
  held.startHeartbeat();
  let prepared: PreparedTask | undefined;
  const ended = (outcome: TaskOutcome["outcome"]): TaskOutcome => ({
    outcome,
    ...(prepared?.progress() ?? { records: 0, bytes: 0 }),
  });
  try {
    prepared = await prepareTask(worker, held, configs, end.signal);
    await worker.tasks.writeTaskState(held.lease, "RUNNING");
    await inTime(worker, held, limits, runTask(prepared.run));
    if (end.reason === "paused") await worker.tasks.writeTaskState(held.lease, "PAUSED");
    await prepared.run.checkpoint.atEnd();
    return ended(end.reason ?? "drained");
  } catch (failure) {
    if (held.lost.aborted || failure instanceof FencedError) {
      worker.logger.warn(errorMessage(held.lost.reason ?? failure));
      return ended("lease lost");
    }
    await giveUp(worker, held, limits, prepared, failure);
    return ended("failed");
  } finally {
    await close(worker, prepared);
    await end[Symbol.asyncDispose]();
    await held.end();
  }
}

/** Saves what a failed task has achieved, and says in its status why it failed. */
async function giveUp(
  worker: Worker,
  held: HeldLease,
  limits: RunLimits,
  prepared: PreparedTask | undefined,
  failure: unknown,
): Promise<void> {
  worker.logger.error(`The task failed: ${errorMessage(failure)}`, {}, failure);
  try {
    // Records behind a failed one are not acknowledged either, so only what is still under way is worth waiting for.
    if (prepared) await inTime(worker, held, limits, prepared.run.produce.flush()).catch(() => undefined);
    await worker.tasks.writeTaskState(held.lease, "FAILED", {
      trace: errorTrace(failure),
      workerId: worker.workerId,
      permanent: failure instanceof ConfigError,
      generation: held.lease.generation,
    });
    if (prepared) await prepared.run.checkpoint.atEnd();
    else await held.write(() => worker.tasks.releaseLease(held.lease));
  } catch (error) {
    worker.logger.error(`The failed task's last writes failed as well: ${errorMessage(error)}`, {}, error);
  }
}

async function close(worker: Worker, prepared: PreparedTask | undefined): Promise<void> {
  if (!prepared) return;
  const { run, producer } = prepared;
  run.produce.abort();
  for (const stop of [() => run.task.stop(), () => producer.close()]) {
    try {
      await stop();
    } catch (error) {
      worker.logger.warn(`Closing failed: ${errorMessage(error)}`, {}, error);
    }
  }
}

/** Waits for work, but neither beyond the end of the invocation nor beyond the lease. */
async function inTime(worker: Worker, held: HeldLease, limits: RunLimits, work: Promise<void>): Promise<void> {
  const { connector, task } = held.lease;
  const done = new AbortController();
  const expired = async (): Promise<never> => {
    await worker.clock.sleep(limits.hardDeadline - worker.clock.now(), AbortSignal.any([done.signal, held.lost]));
    held.lost.throwIfAborted();
    throw new ConnectError(
      `Connector ${connector}, task ${task}: the time of the invocation ended before Kafka had acknowledged every record; the rest is sent again next time`,
    );
  };
  try {
    await Promise.race([work, expired()]);
  } finally {
    done.abort();
  }
}

/** The connector's own interval, if its configuration can be read at all; what is wrong with it is told later. */
function controlIntervalMs(configs: TaskConfigSet): number {
  const key = "sluice.control.interval.ms";
  const interval = Number(configs.config[key]);
  return interval >= 100 ? interval : connectorConfig.keys[key].default;
}
