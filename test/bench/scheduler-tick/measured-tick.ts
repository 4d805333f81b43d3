import { LOOKS_AGAIN_MS, tick, type TickOptions } from "../../../lib/worker/index.ts";
import { inParallel } from "../../../lib/worker/scheduling/in-parallel.ts";
import type { CountingWorker } from "./counting-worker.ts";
import { type DynamoDbUse, resetUse } from "./counted-client.ts";
import { measure, type Taken } from "./measure.ts";
import { slicedConfig, TASKS } from "./sliced-connector.ts";

/** What all connectors are at the begin of a tick; `looked at again` are those with tasks at work, between two ticks. */
type State = "never planned" | "idle" | "leased" | "looked at again";

/** One tick: what it took and what it asked for. */
export interface MeasuredTick extends Taken {
  readonly connectors: number;
  readonly state: State;
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
  const scheduled = { lookAgainMs: LOOKS_AGAIN_MS };
  const all = { connectors, tasks: connectors * TASKS };
  const none = { connectors, tasks: 0 };
  const never = await measureTick(counting, use, { state: "never planned", options: scheduled, ...all });
  const idle = await measureTick(counting, use, { state: "idle", options: scheduled, ...all });
  await leaseAll(counting, names);
  const leased = await measureTick(counting, use, { state: "leased", options: scheduled, ...none });
  const look = { connectors: names, replan: false };
  const again = await measureTick(counting, use, { state: "looked at again", options: look, ...none });
  return [never, idle, leased, again];
}

/** A tick, and how many connectors and tasks it has to work on and to start. */
interface ExpectedTick {
  readonly state: State;
  readonly options: TickOptions;
  readonly connectors: number;
  readonly tasks: number;
}

async function measureTick(
  counting: CountingWorker,
  use: DynamoDbUse,
  { state, options, connectors, tasks }: ExpectedTick,
): Promise<MeasuredTick> {
  resetUse(use);
  counting.invocations = 0;
  const { result, taken } = await measure(() => tick(counting.worker, options));
  const { invocations } = counting;
  const wrong = result.filter(({ outcome }) => outcome !== "invoked");
  if (result.length !== connectors || wrong.length > 0 || invocations !== tasks) {
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
