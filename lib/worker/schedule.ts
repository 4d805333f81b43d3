import type { ConnectorItem } from "../ports/index.ts";
import { maxConcurrentTasks } from "./config/worker-config.ts";
import { errorMessage } from "./error-trace.ts";
import { CallLimit } from "./scheduling/call-limit.ts";
import { isPassed, moveTasks } from "./scheduling/barrier.ts";
import { showStatus } from "./scheduling/connector-status.ts";
import { inTurns } from "./scheduling/in-turns.ts";
import { listConnectors } from "./scheduling/list-connectors.ts";
import { lookAgain, lookWhenDue } from "./scheduling/look-again.ts";
import { planConnector } from "./scheduling/plan-connector.ts";
import { removeConnector } from "./scheduling/remove-connector.ts";
import { MOST_CALLS, type SchedulingCall, schedulingCall } from "./scheduling/scheduling-call.ts";
import { shuffled } from "./scheduling/shuffled.ts";
import { isLeased, NO_TASKS, type StartedTasks, startTasks } from "./scheduling/start-tasks.ts";
import { type TaskBudget, taskBudget } from "./scheduling/task-budget.ts";
import type { Worker } from "./worker.ts";

/** What a tick did for one connector. */
export interface Scheduled extends StartedTasks {
  readonly connector: string;
  /**
   * `waiting`: tasks of an older generation still have to make way, or another scheduler was faster. `not running`:
   * paused, stopped or deleted. `out of time`: the next tick will have to do it.
   */
  readonly outcome: "invoked" | "waiting" | "not running" | "failed" | "out of time";
  readonly generation: number;
  /** How many tasks are at work already. */
  readonly running: number;
}

/** How a tick works. */
export interface TickOptions {
  /** Only these connectors; default: all. */
  readonly connectors?: readonly string[];
  /**
   * How many connectors are worked on at once; three times as many more may be under way that take long. Default: 32.
   * Planning 1,000 connectors at 0.3 s each takes 25 s with 16, 14 s with 32 and 12 s with 64: by then the processor is
   * what there is too little of, and every connector that is planned may hold a connection to its source.
   */
  readonly concurrency?: number;
  /** How long one connector may take to list its tasks and to have them started, in milliseconds. */
  readonly timeLimitMs?: number;
  /** When the tick has to be over, in milliseconds since 1970-01-01 UTC. Default: never. */
  readonly deadline?: number;
  /** Whether connectors that have a plan are asked for their tasks again. Default: true. */
  readonly replan?: boolean;
  /**
   * Whether tasks that ended in order are left alone: only those that died are started, those that failed when their time
   * has come, and all when the tick has moved the last one to a new generation. Default: false.
   */
  readonly takeover?: boolean;
  /**
   * Ask for another tick of the connectors with tasks at work after so many milliseconds, in order: whoever dies just
   * after this tick is found before the next one. Default: don't.
   */
  readonly lookAgainMs?: readonly number[];
}

/** A connector whose turn takes longer, in milliseconds, goes on beside those that are worked on. */
const PATIENCE_MS = 2_000;

/** How many times `concurrency` may go on beside. */
const MOST_SLOW = 3;

/**
 * One tick: for every connector plan, move what belongs to an older generation, and invoke the tasks that may run
 * (DESIGN §6). Connectors are independent: one that fails gets its status, one that hangs its time limit, and the others
 * go on.
 *
 * @throws ConnectError if the connectors can't be listed.
 */
export async function tick(worker: Worker, options: TickOptions = {}): Promise<Scheduled[]> {
  const { connectors, concurrency = 32, timeLimitMs = 30_000, deadline = Number.MAX_SAFE_INTEGER } = options;
  const { clock } = worker;
  const begin = clock.now();
  const turnEnd = (): number => Math.min(deadline, clock.now() + timeLimitMs);
  const limit = maxConcurrentTasks(worker.config);
  const listing = schedulingCall(worker, undefined, turnEnd());
  const { wanted, counted } = await listConnectors(listing, connectors, limit !== undefined);
  const budget = await taskBudget(worker, counted, { limit, concurrency, deadline: turnEnd() });
  const results: Scheduled[] = [];
  const calls = new CallLimit(MOST_CALLS);
  const turns = { concurrency, patienceMs: PATIENCE_MS, mostSlow: MOST_SLOW * concurrency };
  await inTurns(shuffled(wanted, worker.random), turns, clock, async (item) => {
    const call = schedulingCall(worker, item.connector, turnEnd(), calls);
    results.push(await scheduleConnector(call, item, { ...options, budget }));
  });
  if (options.takeover) await lookWhenDue(worker, results);
  if (options.lookAgainMs) await lookAgain(worker, results, options.lookAgainMs, begin);
  return results;
}

async function scheduleConnector(
  call: SchedulingCall,
  item: ConnectorItem,
  {
    replan = true,
    takeover = false,
    budget,
  }: Pick<TickOptions, "replan" | "takeover"> & { readonly budget: TaskBudget },
): Promise<Scheduled> {
  const { worker, until } = call;
  const { connector, generation, targetState } = item;
  const nothing = { connector, generation, ...NO_TASKS, running: 0 };
  if (worker.clock.now() >= until) return { ...nothing, outcome: "out of time" };
  try {
    if (item.deleted) {
      const gone = await removeConnector(call, item);
      return { ...nothing, outcome: gone ? "not running" : "waiting" };
    }
    if (targetState !== "RUNNING") {
      // Whoever still writes for a stopped connector is fenced by this; a paused one keeps its generation.
      await moveTasks(call, item);
      await showStatus(call, item, targetState);
      return { ...nothing, outcome: "not running" };
    }
    const plans = replan || item.hash === undefined;
    const planned = plans ? await planConnector(call, item) : item;
    // A resumed connector is RUNNING again; whether one that failed still does, only planning it tells.
    if (!plans && !takeover) await showStatus(call, item, "RUNNING", { unless: "FAILED" });
    if (typeof planned === "string") return { ...nothing, outcome: planned };
    return await scheduleTasks(call, planned, { takeover, budget });
  } catch (error) {
    worker.logger.error(`Scheduling failed: ${errorMessage(error)}`, {}, error);
    return { ...nothing, outcome: "failed" };
  }
}

/** The barrier, then the invocations. */
async function scheduleTasks(
  call: SchedulingCall,
  item: ConnectorItem,
  { takeover, budget }: { readonly takeover: boolean; readonly budget: TaskBudget },
): Promise<Scheduled> {
  const { connector, generation } = item;
  const { tasks, moved } = await moveTasks(call, item);
  const now = call.worker.clock.now();
  const result = { connector, generation, running: tasks.filter((task) => isLeased(task, now)).length };
  if (!isPassed(item, tasks)) return { ...result, outcome: "waiting", ...NO_TASKS };
  const started = await startTasks(call, item, { tasks, budget, takeover: takeover && !moved });
  return { ...result, outcome: started.notStarted.length > 0 ? "failed" : "invoked", ...started };
}
