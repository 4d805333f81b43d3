import type { ConnectorItem, TaskFailure, TaskItem } from "../../ports/index.ts";
import { errorMessage } from "../error-trace.ts";
import { CALLS_AT_ONCE, inParallel } from "./in-parallel.ts";
import type { SchedulingCall } from "./scheduling-call.ts";
import { shuffled } from "./shuffled.ts";
import type { TaskBudget } from "./task-budget.ts";

/** Numbers of tasks by what a tick did about them. */
export interface StartedTasks {
  /** Started now. */
  readonly invoked: readonly number[];
  /** Failed in a way that only another configuration mends: not started. */
  readonly failed: readonly number[];
  /** To be started later: their time to be tried again has not come, or as many tasks as allowed are at work. */
  readonly delayed: readonly number[];
  /** To be started now, but their invoker refused: see the log. */
  readonly notStarted: readonly number[];
  /** When the first of the delayed tasks may be tried again, in milliseconds since 1970-01-01 UTC; undefined: unknown. */
  readonly retryAt?: number;
}

/** Nothing was done about any task. */
export const NO_TASKS: StartedTasks = { invoked: [], failed: [], delayed: [], notStarted: [] };

/** What there is to start. */
export interface StartOptions {
  /** Every task item of the connector, all of them at its generation or beyond. */
  readonly tasks: readonly TaskItem[];
  readonly budget: TaskBudget;
  /** Whether tasks that ended in order are left alone: only those that died or failed are started. */
  readonly takeover: boolean;
}

const NEVER = Number.POSITIVE_INFINITY;

/**
 * Invokes those tasks of the connector's generation that nobody runs and that may be tried, in any order: where only some
 * may start (`sluice.max.concurrent.tasks`), all get their turn over the ticks.
 */
export async function startTasks(
  { worker, attempt }: SchedulingCall,
  { connector, generation, taskCount, config }: ConnectorItem,
  { tasks, budget, takeover }: StartOptions,
): Promise<StartedTasks> {
  const invoked: number[] = [];
  const failed: number[] = [];
  const delayed: number[] = [];
  const notStarted: number[] = [];
  const retries: number[] = [];
  const now = worker.clock.now();
  const idle = tasks.filter(
    (task) =>
      task.task < taskCount &&
      !isLeased(task, now) &&
      (!takeover || task.owner !== undefined || task.state === "FAILED"),
  );
  const anyFailed = idle.some((task) => task.state === "FAILED");
  const failures = anyFailed
    ? await attempt(() => worker.tasks.listFailures(connector))
    : new Map<number, TaskFailure>();
  const start = async ({ task, state }: TaskItem): Promise<void> => {
    const failure = state === "FAILED" ? failures.get(task) : undefined;
    // Another generation has another configuration: a failure of an older one says nothing of it.
    const retryAt = failure?.generation === generation ? (failure.retryAt ?? NEVER) : now;
    if (retryAt === NEVER) {
      failed.push(task);
    } else if (retryAt > now || !budget.take()) {
      delayed.push(task);
      if (retryAt > now) retries.push(retryAt);
    } else {
      try {
        await attempt(() => worker.invoker.invoke({ connector, task, generation }, config["sluice.function"]));
        invoked.push(task);
      } catch (error) {
        budget.giveBack();
        notStarted.push(task);
        worker.logger.error(`Task ${task} could not be started: ${errorMessage(error)}`, {}, error);
      }
    }
  };
  await inParallel(shuffled(idle, worker.random), CALLS_AT_ONCE, start);
  return {
    invoked: inOrder(invoked),
    failed: inOrder(failed),
    delayed: inOrder(delayed),
    notStarted: inOrder(notStarted),
    ...(retries.length > 0 ? { retryAt: Math.min(...retries) } : {}),
  };
}

const inOrder = (tasks: readonly number[]): number[] => tasks.toSorted((a, b) => a - b);

/** Whether somebody runs the task, as far as the clock of this process can tell. */
export const isLeased = (task: TaskItem, now: number): boolean =>
  task.owner !== undefined && task.expiresAt !== undefined && task.expiresAt >= now;
