import { setTimeout as sleep } from "node:timers/promises";
import type { FaultKind, FaultPlan } from "./fault.ts";

const PATIENCE_MS = 60_000;

/** SIGKILL in the middle of a tick. */
export const killScheduler: FaultKind = {
  name: "kill scheduler",
  weight: 4,
  describe: (plan) => `the next one, after ${firstDelay(plan)} ms`,
  async inject({ lambda, signal }, plan) {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    // A tick that was faster: the next is killed earlier.
    for (let delay = firstDelay(plan); ; delay = Math.floor(delay / 2)) {
      const call = await lambda.nextStart("scheduler", patience);
      await sleep(delay);
      if (lambda.kill(call, false)) return `${call.title} after ${delay} ms`;
    }
  },
};

const firstDelay = ({ delayMs }: FaultPlan): number => Math.floor(delayMs / 2);
