import { setTimeout as sleep } from "node:timers/promises";
import { type FaultKind, type FaultPlan, lengthOf } from "./fault.ts";

/** Stopped and resumed: a new generation begins. */
export const stopConnector: FaultKind = {
  name: "stop connector",
  weight: 1,
  describe: (plan) => `for ${stopMs(plan)} ms`,
  inject: ({ operator, turns }, plan) =>
    turns.take("operator", async () => {
      await operator.setState("STOPPED");
      await sleep(stopMs(plan));
      await operator.setState("RUNNING");
      return "stopped and resumed";
    }),
};

const stopMs = (plan: FaultPlan): number => lengthOf(plan, 50, 2_000);
