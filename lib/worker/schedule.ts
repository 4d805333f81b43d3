import type { ConnectorItem, Random, Status, TaskItem } from "../ports/index.ts";
import { errorMessage, errorTrace } from "./error-trace.ts";
import { computePlan } from "./plan.ts";
import type { Worker } from "./worker.ts";

/** What a tick did for one connector. */
export interface Scheduled {
  readonly connector: string;
  /**
   * `waiting`: tasks of an older generation still have to make way, or another scheduler was faster. `out of time`: the
   * next tick will have to do it.
   */
  readonly outcome: "invoked" | "waiting" | "not running" | "failed" | "out of time";
  readonly generation: number;
  /** Numbers of the tasks that were started now. */
  readonly invoked: readonly number[];
  /** Numbers of the tasks that failed in a way that only another configuration mends: they are not started. */
  readonly failed: readonly number[];
  /** How many tasks are at work already. */
  readonly running: number;
}

/** How a tick works. */
export interface TickOptions {
  /** Only these connectors; default: all. */
  readonly connectors?: readonly string[];
  /** How many connectors are worked on at once. */
  readonly concurrency?: number;
  /** How long one connector may take to list its tasks, in milliseconds. */
  readonly planTimeLimitMs?: number;
  /** When the tick has to be over, in milliseconds since 1970-01-01 UTC. Default: never. */
  readonly deadline?: number;
}

/**
 * One tick: for every connector plan, move what belongs to an older generation, and invoke the tasks that may run
 * (DESIGN §6). Connectors are independent: one that fails gets its status, and the others go on.
 *
 * @throws ConnectError if the connectors can't be listed.
 */
export async function tick(worker: Worker, options: TickOptions = {}): Promise<Scheduled[]> {
  const { connectors, concurrency = 8, planTimeLimitMs = 30_000, deadline = Number.MAX_SAFE_INTEGER } = options;
  const items = await worker.control.listConnectors();
  const queue = connectors ? items.filter((item) => connectors.includes(item.connector)) : items;
  const results: Scheduled[] = [];
  const next = shuffled(queue, worker.random).values();
  const work = async (): Promise<void> => {
    for (const item of next) {
      const left = deadline - worker.clock.now();
      results.push(await scheduleConnector(worker, item, Math.min(planTimeLimitMs, left)));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return results;
}

async function scheduleConnector(host: Worker, item: ConnectorItem, planTimeLimitMs: number): Promise<Scheduled> {
  const { connector } = item;
  const worker = { ...host, logger: host.logger.child({ connector }) };
  const nothing = { connector, generation: item.generation, invoked: [], failed: [], running: 0 };
  if (planTimeLimitMs <= 0) return { ...nothing, outcome: "out of time" };
  try {
    if (item.targetState !== "RUNNING") {
      await showStatus(worker, item, { state: item.targetState, workerId: worker.workerId, trace: undefined });
      return { ...nothing, outcome: "not running" };
    }
    const planned = await plan(worker, item, planTimeLimitMs);
    if (typeof planned === "string") return { ...nothing, outcome: planned };
    return await invokeTasks(worker, planned);
  } catch (error) {
    worker.logger.error(`Scheduling failed: ${errorMessage(error)}`, {}, error);
    return { ...nothing, outcome: "failed" };
  }
}

/**
 * The connector item with an up-to-date plan. A connector that can't list its tasks now is FAILED; when its
 * configuration is the one that the last plan was made from, its tasks go on as they were.
 */
async function plan(
  worker: Worker,
  item: ConnectorItem,
  timeLimitMs: number,
): Promise<ConnectorItem | "failed" | "waiting"> {
  const { connector } = item;
  const { workerId } = worker;
  let computed;
  try {
    computed = await computePlan(worker, item, timeLimitMs);
  } catch (error) {
    worker.logger.error(`The connector failed: ${errorMessage(error)}`, {}, error);
    await showStatus(worker, item, { state: "FAILED", workerId, trace: errorTrace(error) });
    return item.hash === undefined ? "failed" : item;
  }
  if (computed.hash !== item.hash) {
    // Refused: another scheduler, or a change, came first. Whatever is there now is the truth for the next tick.
    if (!(await worker.control.publishPlan({ connector, read: item, ...computed }))) return "waiting";
  }
  const planned = await worker.control.readConnector(connector);
  if (!planned || planned.deleted || planned.hash !== computed.hash) return "waiting";
  await showStatus(worker, planned, { state: "RUNNING", workerId, trace: undefined });
  return planned;
}

/** Writes the connector's status if it says something new. A status that can't be written holds nothing up. */
async function showStatus(worker: Worker, item: ConnectorItem, status: Status): Promise<void> {
  try {
    const shown = await worker.control.readConnectorStatus(item.connector);
    if (shown?.state === status.state && shown.trace === status.trace) return;
    await worker.control.writeConnectorStatus(item, status);
  } catch (error) {
    worker.logger.warn(`The connector's status could not be written: ${errorMessage(error)}`, {}, error);
  }
}

/**
 * The barrier, then the invocations. No task of a generation starts before every task item of the connector has been
 * moved to it: an old owner of the same source partition could otherwise still write (DESIGN §6.2).
 */
async function invokeTasks(worker: Worker, item: ConnectorItem): Promise<Scheduled> {
  const { connector, generation, taskCount } = item;
  const tasks = await moveTasks(worker, connector, generation);
  const behind = tasks.some((task) => task.generation < generation);
  const missing = taskCount > tasks.filter((task) => task.task < taskCount).length;
  const invoked: number[] = [];
  const failed: number[] = [];
  const now = worker.clock.now();
  const running = tasks.filter((task) => isLeased(task, now)).length;
  if (behind || missing) return { connector, generation, outcome: "waiting", invoked, failed, running };

  const failures = await worker.tasks.listFailures(connector);
  for (const task of tasks.filter((candidate) => candidate.task < taskCount)) {
    const failure = failures.get(task.task);
    if (failure?.permanent === true && failure.generation === generation) failed.push(task.task);
    else if (!isLeased(task, now)) {
      try {
        await worker.invoker.invoke({ connector, task: task.task, generation });
        invoked.push(task.task);
      } catch (error) {
        worker.logger.error(`Task ${task.task} could not be started: ${errorMessage(error)}`, {}, error);
      }
    }
  }
  return { connector, generation, outcome: "invoked", invoked, failed, running };
}

/** Moves (W4) every task item that is behind and free; those at work make way by themselves. */
async function moveTasks(worker: Worker, connector: string, generation: number): Promise<TaskItem[]> {
  const tasks = await worker.tasks.listTasks(connector);
  return Promise.all(
    tasks.map(async (item) => {
      if (item.generation >= generation) return item;
      const now = worker.clock.now();
      return (await worker.tasks.moveTask({ connector, task: item.task, generation, now })).item ?? item;
    }),
  );
}

const isLeased = (task: TaskItem, now: number): boolean =>
  task.owner !== undefined && task.expiresAt !== undefined && task.expiresAt >= now;

/** In another order each time: those that a slow tick does not reach are not always the same. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
