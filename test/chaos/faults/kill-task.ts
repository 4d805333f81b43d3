import type { FaultKind } from "./fault.ts";
import { runningTask, whichTask } from "./running-task.ts";

/** SIGKILL. Lambda notices every other time, by the length drawn. */
export const killTask: FaultKind = {
  name: "kill task",
  weight: 9,
  describe: (plan) => `${whichTask(plan)}, ${isReported(plan.length) ? "reported" : "unnoticed"}`,
  async inject(world, plan) {
    for (;;) {
      const call = await runningTask(world, plan);
      if (world.lambda.kill(call, isReported(plan.length))) return call.title;
    }
  },
};

const isReported = (length: number): boolean => length % 2 === 0;
