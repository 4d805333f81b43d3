import type { ConnectorItem } from "../../ports/index.ts";
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
}

/**
 * The budget of a tick: the limit less the tasks at work of every connector. Two ticks at once may exceed it, each by
 * what the other starts.
 *
 * @param limit Undefined: no limit, and nothing is counted.
 * @throws ConnectError if the tasks can't be listed until then, in milliseconds since 1970-01-01 UTC.
 */
export async function taskBudget(
  worker: Worker,
  connectors: readonly ConnectorItem[],
  {
    limit,
    concurrency,
    until,
  }: { readonly limit: number | undefined; readonly concurrency: number; readonly until: number },
): Promise<TaskBudget> {
  if (limit === undefined) return new TaskBudget(Number.MAX_SAFE_INTEGER);
  let running = 0;
  await inParallel(connectors, concurrency, async ({ connector }) => {
    const tasks = await retryCall(() => worker.tasks.listTasks(connector), { ...worker, until });
    const now = worker.clock.now();
    running += tasks.filter((task) => isLeased(task, now)).length;
  });
  return new TaskBudget(limit - running);
}
