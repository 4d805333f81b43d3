import type { TaskConfigSet, TaskLease } from "../ports/index.ts";
import { errorMessage } from "./error-trace.ts";
import type { TaskOutcome } from "./supervise-task.ts";
import type { Worker } from "./worker.ts";

/**
 * Lets go on at once what would otherwise wait for the next tick (DESIGN §9): the task itself when its time was up, the
 * scheduler when it made way. A task goes on by itself only if an offset moved, so none can run in a circle. If nobody
 * can be told, the next tick does it.
 */
export async function continueTask(
  worker: Worker,
  { connector, task, generation }: TaskLease,
  { config }: TaskConfigSet,
  { outcome, moved }: TaskOutcome,
): Promise<void> {
  try {
    if (outcome === "out of time" && moved) {
      await worker.invoker.invoke({ connector, task, generation }, config["sluice.function"]);
    } else if (outcome === "new generation" || outcome === "stopped") {
      await worker.ticks.invoke([connector]);
    }
  } catch (error) {
    worker.logger.warn(`The next tick will go on with the task: ${errorMessage(error)}`, { connector, task }, error);
  }
}
