import type { TaskConfigSet, TaskLease } from "../ports/index.ts";
import { maxConcurrentTasks } from "./config/worker-config.ts";
import { errorMessage } from "./error-trace.ts";
import { LONGEST_DELAY_MS } from "./scheduling/look-again.ts";
import type { TaskOutcome } from "./supervise-task.ts";
import type { Worker } from "./worker.ts";

/**
 * Lets go on in time what would otherwise wait for a tick of the schedule (DESIGN §9): the task itself when its time was
 * up, the scheduler when it made way, or for when a failed task may be tried again. A task goes on by itself only if an
 * offset moved, so none can run in a circle. If nobody can be told, the next tick does it.
 */
export async function continueTask(
  worker: Worker,
  { connector, task, generation }: TaskLease,
  { config }: TaskConfigSet,
  { outcome, moved, retryAt }: TaskOutcome,
): Promise<void> {
  try {
    // Where the number of tasks at work is limited, a tick decides whose turn it is.
    const mayGoOn = moved && maxConcurrentTasks(worker.config) === undefined;
    if (outcome === "out of time" && mayGoOn) {
      await worker.invoker.invoke({ connector, task, generation }, config["sluice.function"]);
    } else if (outcome === "new generation" || outcome === "stopped" || outcome === "paused") {
      await worker.ticks.invoke({ connectors: [connector] });
    } else if (retryAt !== undefined) {
      const delayMs = Math.max(0, retryAt - worker.clock.now());
      const request = { connectors: [connector], takeover: true };
      if (delayMs <= LONGEST_DELAY_MS) await worker.ticks.invoke(request, delayMs);
    }
  } catch (error) {
    worker.logger.warn(`The next tick will go on with the task: ${errorMessage(error)}`, { connector, task }, error);
  }
}
