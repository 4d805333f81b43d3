import type { ConnectorItem, TaskItem } from "../../ports/index.ts";
import { timingOf } from "../config/timing-config.ts";
import { CALLS_AT_ONCE, inParallel } from "./in-parallel.ts";
import type { SchedulingCall } from "./scheduling-call.ts";

/** The task items of a connector after a move. */
interface MovedTasks {
  readonly tasks: readonly TaskItem[];
  readonly moved: boolean;
}

/**
 * Moves (W4) every task item that is behind the connector's generation, those beyond its task count as well. Tasks at
 * work make way by themselves; one that has not after `sluice.drain.grace.ms` is fenced.
 *
 * The generation must have been read before: what is listed after that holds every item an older plan has made
 * (DESIGN §6.2).
 *
 * @returns every task item as it is now, in order, and whether one was behind.
 */
export async function moveTasks(call: SchedulingCall, item: ConnectorItem): Promise<MovedTasks> {
  const { worker, attempt } = call;
  const { connector, generation, generationSince, config } = item;
  const tasks = await attempt(() => worker.tasks.listTasks(connector));
  const graceMs = timingOf(config)["sluice.drain.grace.ms"];
  const items = new Map(tasks.map((task) => [task.task, task]));
  const behind = tasks.filter((task) => task.generation < generation);
  await inParallel(behind, CALLS_AT_ONCE, async ({ task }) => {
    const now = worker.clock.now();
    const force = generationSince !== undefined && now >= generationSince + graceMs;
    const move = { connector, task, generation, now, ...(force ? { force } : {}) };
    const { item: moved } = await attempt(() => worker.tasks.moveTask(move));
    if (moved) items.set(task, moved);
  });
  return { tasks: [...items.values()], moved: behind.length > 0 };
}

/**
 * The barrier: whether tasks of the connector's generation may be invoked. Every task they need has an item, and no
 * item is of an older generation, whose owner could still write the offsets of the same source partition. Items that
 * come later are of generation 0, which nobody leases: so it stays true, and the invocation is its proof, however late it
 * arrives (DESIGN §6.2).
 */
export function isPassed({ generation, taskCount }: ConnectorItem, tasks: readonly TaskItem[]): boolean {
  const present = tasks.filter((task) => task.task < taskCount).length;
  return present === taskCount && tasks.every((task) => task.generation >= generation);
}
