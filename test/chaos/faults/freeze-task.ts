import { setTimeout as sleep } from "node:timers/promises";
import { LEASE_MS } from "../connectors.ts";
import { type FaultKind, type FaultPlan, lengthOf } from "./fault.ts";
import { runningTask, whichTask } from "./running-task.ts";

/** SIGSTOP for longer than its lease, then SIGCONT: a zombie that wakes up while its successor is at work. */
export const freezeTask: FaultKind = {
  name: "freeze task",
  weight: 5,
  describe: (plan) => `${whichTask(plan)}, for ${freezeMs(plan)} ms`,
  async inject(world, plan) {
    const call = await runningTask(world, plan);
    const ms = freezeMs(plan);
    call.freeze(ms);
    await sleep(ms);
    call.wake();
    return call.title;
  },
};

const freezeMs = (plan: FaultPlan): number => lengthOf(plan, LEASE_MS + 300, LEASE_MS + 3_000);
