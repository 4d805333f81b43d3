import { setTimeout as sleep } from "node:timers/promises";
import { type ChaosConnector, changedConnector, chaosConnectors, LEASE_MS, TASK_BUDGET_MS } from "./connectors.ts";
import { positionIn } from "./judge/repetitions.ts";
import { takeovers } from "./judge/takeovers.ts";
import type { Lambda } from "./lambda/lambda.ts";
import { readLedgers } from "./lambda/ledger.ts";
import type { Operation, Operator } from "./operator.ts";
import type { Copying } from "./start-copying.ts";

/** How a run came to rest. */
export interface Rest {
  /** What had not come through in time, a line each. */
  readonly behind: readonly string[];
  /** Whether every task ended when its connector was stopped. */
  readonly idle: boolean;
  /** What was done to the connector that is changed, before that. */
  readonly operations: readonly Operation[];
}

export interface DrainOptions {
  readonly lambda: Lambda;
  /** Of the ledgers. */
  readonly folder: string;
  readonly lastIds: ReadonlyMap<string, number>;
  readonly signal: AbortSignal;
}

const LIMIT_MS = 60_000;
const IDLE_LIMIT_MS = TASK_BUDGET_MS + 2 * LEASE_MS;
const LOOK_MS = 250;

/**
 * Waits until the stored offset of every table is its last id and every killed task has been taken over; then stops
 * the connectors and waits for their tasks. No wait is longer than a minute: what was not there by then is told.
 */
export async function drain(copying: Copying, { lambda, folder, lastIds, signal }: DrainOptions): Promise<Rest> {
  const { operator } = copying;
  const operations = [...operator.operations];
  let behind: string[] = [];
  await within(LIMIT_MS, signal, async () => {
    behind = (await Promise.all(chaosConnectors.map((one) => tablesBehind(operator, one, lastIds)))).flat();
    return behind.length === 0;
  });
  const judged = { killed: lambda.killedCalls, changed: changedConnector.name, operations };
  await within(LIMIT_MS, signal, async () =>
    takeovers(readLedgers(folder), judged).every(({ afterMs }) => afterMs !== undefined),
  );
  copying.endSchedule();
  for (const connector of chaosConnectors) await operator.stop(connector);
  const idle = await within(IDLE_LIMIT_MS, signal, async () => lambda.running("task").length === 0);
  return { behind, idle, operations };
}

async function tablesBehind(
  { tasks }: Operator,
  { name, tables }: ChaosConnector,
  lastIds: ReadonlyMap<string, number>,
): Promise<string[]> {
  const offsets = Object.fromEntries(await tasks.listOffsets(name));
  const behind = tables.flatMap((table) => {
    const position = positionIn(table.name, offsets) ?? 0;
    const last = lastIds.get(table.name) ?? 0;
    return position === last ? [] : [`Table ${table.name} is at ${position} of ${last}.`];
  });
  if (behind.length === 0) return behind;
  const items = (await tasks.listTasks(name)).map((item) => `  ${name}: ${JSON.stringify(item)}`);
  const failures = [...(await tasks.listFailures(name))].map(([task, { trace, retryAt }]) => {
    const [first] = trace.split("\n");
    return `  ${name}-${task} failed: ${first} Tried again at ${retryAt}.`;
  });
  return [...behind, ...items, ...failures];
}

/** Asks again and again. Returns whether the answer was yes in time. */
async function within(limitMs: number, signal: AbortSignal, isSo: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) return false;
    await sleep(LOOK_MS, undefined, { signal });
  }
  return true;
}
