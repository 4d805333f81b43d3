import type { ConnectorItem } from "../../ports/index.ts";
import { errorMessage } from "../error-trace.ts";
import { retryCall } from "../retry-call.ts";
import type { Worker } from "../worker.ts";
import { inParallel } from "./in-parallel.ts";
import { isLeased } from "./start-tasks.ts";

/** How many more tasks a tick may start (`sluice.max.concurrent.tasks`). */
export class TaskBudget {
  #left: number;

  constructor(left: number) {
    this.#left = left;
  }

  /** Whether one more task may be started; counts it. */
  take(): boolean {
    if (this.#left <= 0) return false;
    this.#left--;
    return true;
  }

  /** One that was counted could not be started. */
  giveBack(): void {
    this.#left++;
  }
}

/** How long the tasks of one connector may take to be counted, in milliseconds. */
const COUNT_LIMIT_MS = 5_000;

/**
 * The budget of a tick: the limit less the tasks at work of every connector. Of one whose tasks can't be listed now all
 * are taken to be at work. Two ticks at once may exceed the limit, each by what the other starts.
 *
 * @param limit Undefined: no limit, and nothing is counted.
 */
export async function taskBudget(
  worker: Worker,
  connectors: readonly ConnectorItem[],
  {
    limit,
    concurrency,
    deadline,
  }: { readonly limit: number | undefined; readonly concurrency: number; readonly deadline: number },
): Promise<TaskBudget> {
  if (limit === undefined) return new TaskBudget(Number.MAX_SAFE_INTEGER);
  let running = 0;
  await inParallel(connectors, concurrency, async ({ connector, taskCount }) => {
    const until = Math.min(deadline, worker.clock.now() + COUNT_LIMIT_MS);
    try {
      const tasks = await retryCall(() => worker.tasks.listTasks(connector), { ...worker, until });
      const now = worker.clock.now();
      running += tasks.filter((task) => isLeased(task, now)).length;
    } catch (error) {
      running += taskCount;
      worker.logger.warn(
        `The tasks at work could not be counted, so all are taken to be: ${errorMessage(error)}`,
        { connector },
        error,
      );
    }
  });
  return new TaskBudget(limit - running);
}
