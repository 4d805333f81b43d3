import { setTimeout as sleep } from "node:timers/promises";
import type { ChaosConnector } from "./connectors.ts";
import { positionIn } from "./judge/repetitions.ts";
import { type TakeoverOptions, takeovers } from "./judge/takeovers.ts";
import type { Lambda } from "./lambda/lambda.ts";
import { readLedgers } from "./lambda/ledger.ts";
import type { Operator } from "./operator.ts";

const LOOK_MS = 250;

/**
 * Waits until the stored offset of every table is its last id.
 *
 * @returns what is not there yet when the time is over, a line each.
 */
export async function untilDrained(
  operator: Operator,
  connectors: readonly ChaosConnector[],
  lastIds: ReadonlyMap<string, number>,
  { limitMs, signal }: { readonly limitMs: number; readonly signal: AbortSignal },
): Promise<string[]> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const behind = (
      await Promise.all(connectors.map((connector) => tablesBehind(operator, connector, lastIds)))
    ).flat();
    if (behind.length === 0 || Date.now() > deadline) return behind;
    await sleep(LOOK_MS, undefined, { signal });
  }
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

/** Waits until every killed task has been taken over, or the time is over. */
export async function untilTakenOver(
  folder: string,
  options: TakeoverOptions & { readonly limitMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const deadline = Date.now() + options.limitMs;
  while (takeovers(readLedgers(folder), options).some(({ afterMs }) => afterMs === undefined)) {
    if (Date.now() > deadline) return;
    await sleep(4 * LOOK_MS, undefined, { signal: options.signal });
  }
}

/** Waits until no task is at work or about to be. Returns whether that happened in time. */
export async function untilIdle(lambda: Lambda, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (lambda.running("task").length > 0) {
    if (Date.now() > deadline) return false;
    await sleep(LOOK_MS);
  }
  return true;
}
