import type { TaskConfigSet, TaskInvocation } from "../ports/index.ts";
import { continueTask } from "./continue-task.ts";
import { retryCall } from "./retry-call.ts";
import { superviseTask, type TaskOutcome } from "./supervise-task.ts";
import type { RunLimits } from "./task-end.ts";
import { acquireLease, FencedError, type HeldLease } from "./task-lease.ts";
import type { Worker } from "./worker.ts";

/** How an invocation ended, for whoever started it, the log and the metrics. */
export interface InvocationResult {
  readonly connector: string;
  readonly task: number;
  /**
   * `not leased`: somebody else runs the task. `outdated`: the invocation speaks of another generation, or the
   * connector does not run. Neither did anything.
   */
  readonly outcome: TaskOutcome["outcome"] | "not leased" | "outdated";
  /** Acknowledged by Kafka. */
  readonly records: number;
  /** Of the acknowledged records' keys and values. */
  readonly bytes: number;
}

/** The invocation, who received it, and how long it may take. */
export interface InvokeTaskOptions extends TaskInvocation {
  /** Lambda's request id, or what stands for it. */
  readonly requestId: string;
  readonly limits: RunLimits;
}

/**
 * Runs one task of one generation, if it may (DESIGN §6.2): lease (W5), look whether the generation still holds, run
 * with the configurations of that generation, give the lease back (W7, W8). A doubled or late invocation is harmless.
 * A task that fails is an outcome, not an error: its status tells.
 *
 * @throws ConnectError if a store can't be reached.
 */
export async function invokeTask(worker: Worker, options: InvokeTaskOptions): Promise<InvocationResult> {
  const { connector, task } = options;
  const nothing = { connector, task, records: 0, bytes: 0 };
  const held = await acquireLease(worker, options);
  if (!held) return { ...nothing, outcome: "not leased" };
  let configs: TaskConfigSet | undefined;
  try {
    configs = await currentConfigs(worker, held);
  } finally {
    if (!configs) await releaseUnlessLost(held);
  }
  if (!configs) return { ...nothing, outcome: "outdated" };
  const ended = await superviseTask(worker, held, configs, options.limits);
  await continueTask(worker, held.lease, configs, ended);
  const { outcome, records, bytes } = ended;
  return { connector, task, outcome, records, bytes };
}

/** Gives back a lease that nothing was done with; that somebody else has it already is no matter. */
async function releaseUnlessLost(held: HeldLease): Promise<void> {
  try {
    await held.release();
  } catch (error) {
    if (!(error instanceof FencedError)) throw error;
  }
}

/** How long a task that holds a lease may take to read what it runs, in milliseconds: well below the lease. */
const READ_LIMIT_MS = 15_000;

/** The configurations of the lease's generation, if that is still the one that runs. Read after the lease, never before. */
async function currentConfigs(worker: Worker, held: HeldLease): Promise<TaskConfigSet | undefined> {
  const { connector, task, generation } = held.lease;
  const { clock, random, control } = worker;
  const retry = { clock, random, until: clock.now() + READ_LIMIT_MS };
  const item = await retryCall(() => control.readConnector(connector), retry);
  if (!item || item.deleted || item.targetState !== "RUNNING" || item.generation !== generation) return undefined;
  const configs = await retryCall(() => control.readTaskConfigs(connector, generation), retry);
  return configs && task < configs.tasks.length ? configs : undefined;
}
