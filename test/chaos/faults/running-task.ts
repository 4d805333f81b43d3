import { setTimeout as sleep } from "node:timers/promises";
import type { RunningCall } from "../lambda/running-call.ts";
import { type FaultPlan, targetOf, type World } from "./fault.ts";

const PATIENCE_MS = 60_000;
const LOOK_MS = 20;

/** The task at work that the plan means, as soon as there is one; or the next that starts, a little later. */
export async function runningTask(world: World, plan: FaultPlan): Promise<RunningCall> {
  const { lambda, signal } = world;
  if (plan.coin) {
    const call = await lambda.nextStart("task", AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]));
    await sleep(plan.delayMs);
    // It may have been short; then another is as good.
    if (lambda.running("task").includes(call)) return call;
  }
  const deadline = Date.now() + PATIENCE_MS;
  while (lambda.atWork().length === 0 && Date.now() < deadline) await sleep(LOOK_MS, undefined, { signal });
  return targetOf(plan, lambda.atWork());
}

/** For the line of a plan. */
export const whichTask = ({ coin, delayMs, target }: FaultPlan): string =>
  coin ? `the next task that starts, after ${delayMs} ms` : `the task at work at ${target}/1000`;
