import { setTimeout as sleep } from "node:timers/promises";
import { faultKinds } from "./index.ts";
import type { FaultPlan, World } from "./fault.ts";

/** A fault that was to happen and did not. */
export interface MissedFault {
  readonly plan: FaultPlan;
  readonly reason: string;
}

/**
 * Carries the faults out, each at its time; those that take longer go on beside the next ones. Resolves when all have
 * ended and everything stopped runs again.
 */
export async function carryOut(
  world: World,
  plans: readonly FaultPlan[],
  say: (line: string) => void,
): Promise<MissedFault[]> {
  const begin = Date.now();
  const missed: MissedFault[] = [];
  const one = async (plan: FaultPlan): Promise<void> => {
    const kind = faultKinds.find(({ name }) => name === plan.kind);
    if (!kind) throw new Error(`There is no fault of the kind ${plan.kind}.`);
    try {
      const hit = await kind.inject(world, plan);
      say(`${title(plan)}, ${kind.describe(plan)}: ${hit} (${seconds(Date.now() - begin)} s)`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!world.signal.aborted) say(`${title(plan)}, ${kind.describe(plan)}: NOT DONE, ${reason}`);
      missed.push({ plan, reason });
    }
  };
  const all: Promise<void>[] = [];
  for (const plan of plans) {
    await sleep(Math.max(0, begin + plan.atMs - Date.now()), undefined, { signal: world.signal }).catch(
      () => undefined,
    );
    if (world.signal.aborted) break;
    all.push(one(plan));
  }
  await Promise.all(all);
  return missed;
}

const title = ({ number, atMs, kind }: FaultPlan): string =>
  `fault ${String(number).padStart(3)} at ${seconds(atMs).padStart(5)} s  ${kind}`;

const seconds = (ms: number): string => (ms / 1000).toFixed(1);
