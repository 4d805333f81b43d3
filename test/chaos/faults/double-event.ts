import type { FaultKind } from "./fault.ts";
import { runningTask, whichTask } from "./running-task.ts";

/** The event of a running task is delivered a second time, with the same request id. */
export const doubleEvent: FaultKind = {
  name: "double event",
  weight: 2,
  describe: (plan) => `of ${whichTask(plan)}`,
  async inject(world, plan) {
    const call = await runningTask(world, plan);
    const { event, requestId } = call.invocation;
    void world.lambda.invoke(event, requestId);
    return call.title;
  },
};
