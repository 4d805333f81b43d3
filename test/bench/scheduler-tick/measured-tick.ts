import { LOOKS_AGAIN_MS, tick } from "../../../lib/worker/index.ts";
import { inParallel } from "../../../lib/worker/scheduling/in-parallel.ts";
import type { CountingWorker } from "./counting-worker.ts";
import { type DynamoDbUse, resetUse } from "./counted-client.ts";
import { measure, type Taken } from "./measure.ts";
import { slicedConfig, TASKS } from "./sliced-connector.ts";

/** What all connectors are at the begin of a tick. */
export const STATES = ["never planned", "idle", "leased"] as const;

/** One tick: what it took and what it asked for. */
export interface MeasuredTick extends Taken {
  readonly connectors: number;
  readonly state: (typeof STATES)[number];
  /** Requests to DynamoDB by action. */
  readonly calls: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly invocations: number;
}

const IN_PARALLEL = 32;
const LEASE_MS = 3_600_000;

/** Makes so many connectors and ticks once in each state. @throws Error if a tick did not do what its state asks for. */
export async function measureTicks(
  counting: CountingWorker,
  use: DynamoDbUse,
  connectors: number,
): Promise<MeasuredTick[]> {
  const names = Array.from({ length: connectors }, (_, n) => `connector-${String(n).padStart(4, "0")}`);
  await createAll(counting, names);
  const measured: MeasuredTick[] = [];
  for (const state of STATES) {
    if (state === "leased") await leaseAll(counting, names);
    measured.push(await measureTick(counting, use, connectors, state));
  }
  return measured;
}

async function measureTick(
  counting: CountingWorker,
  use: DynamoDbUse,
  connectors: number,
  state: MeasuredTick["state"],
): Promise<MeasuredTick> {
  resetUse(use);
  counting.invocations = 0;
  const { result, taken } = await measure(() => tick(counting.worker, { lookAgainMs: LOOKS_AGAIN_MS }));
  const { invocations } = counting;
  const wrong = result.filter(({ outcome }) => outcome !== "invoked");
  if (
    result.length !== connectors ||
    wrong.length > 0 ||
    invocations !== (state === "leased" ? 0 : connectors * TASKS)
  ) {
    throw new Error(
      `A tick of ${connectors} connectors (${state}) started ${invocations} tasks; not well: ${JSON.stringify(wrong)}`,
    );
  }
  const { readUnits, writeUnits } = use;
  return { connectors, state, ...taken, calls: Object.fromEntries(use.calls), readUnits, writeUnits, invocations };
}

async function createAll({ worker }: CountingWorker, names: readonly string[]): Promise<void> {
  await inParallel(names, IN_PARALLEL, async (connector) => {
    const uid = worker.ids.next();
    await worker.control.createConnector({ connector, uid, config: slicedConfig(connector), targetState: "RUNNING" });
  });
}

async function leaseAll({ worker }: CountingWorker, names: readonly string[]): Promise<void> {
  const now = worker.clock.now();
  await inParallel(names, IN_PARALLEL, async (connector) => {
    for (const { task, generation } of await worker.tasks.listTasks(connector)) {
      const owner = `request:${worker.ids.next()}`;
      await worker.tasks.acquireLease({ connector, task, generation, owner, now, expiresAt: now + LEASE_MS });
    }
  });
}
