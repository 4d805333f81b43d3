import type { ConnectorItem } from "../../ports/index.ts";
import { moveTasks } from "./barrier.ts";
import type { SchedulingCall } from "./scheduling-call.ts";

/**
 * Takes away what is left of a deleted connector: its task items once nobody can write any more (W4, W10), then its
 * configuration and task configurations (W13). Its item and its offsets stay (DESIGN §6.8).
 *
 * @returns whether nothing is left; otherwise a task is still at work and the next tick goes on.
 */
export async function removeConnector(call: SchedulingCall, item: ConnectorItem): Promise<boolean> {
  const { worker, attempt } = call;
  const { tasks } = await moveTasks(call, item);
  for (const { task } of tasks) await attempt(() => worker.control.deleteTask(item, task));
  const left = await attempt(() => worker.tasks.listTasks(item.connector));
  if (left.length > 0) return false;
  await attempt(() => worker.control.forgetConnector(item));
  return true;
}
