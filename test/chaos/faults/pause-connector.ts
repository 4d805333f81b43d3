import { setTimeout as sleep } from "node:timers/promises";
import { type FaultKind, type FaultPlan, lengthOf } from "./fault.ts";

/** Paused and resumed: the same generation goes on. */
export const pauseConnector: FaultKind = {
  name: "pause connector",
  weight: 1,
  describe: (plan) => `for ${pauseMs(plan)} ms`,
  inject: ({ operator, turns }, plan) =>
    turns.take("operator", async () => {
      await operator.setState("PAUSED");
      await sleep(pauseMs(plan));
      await operator.setState("RUNNING");
      return "paused and resumed";
    }),
};

const pauseMs = (plan: FaultPlan): number => lengthOf(plan, 50, 2_000);
