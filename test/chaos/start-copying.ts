import { setTimeout as sleep } from "node:timers/promises";
import { chaosConnectors } from "./connectors.ts";
import type { Lambda } from "./lambda/lambda.ts";
import { startSchedule } from "./lambda/schedule.ts";
import { Operator } from "./operator.ts";
import type { Servers } from "./servers.ts";
import { createSourceTables } from "./source/source-table.ts";
import { startWriter } from "./source/writer.ts";

/** Tables that are written and connectors that copy them. */
export interface Copying extends AsyncDisposable {
  readonly operator: Operator;
  /** Ends the writers. Returns each table's last id. */
  stopWriters(): Promise<Map<string, number>>;
  /** Ends the schedule: no tick comes by itself any more. */
  endSchedule(): void;
}

const TICK_MS = 1_000;
const START_LIMIT_MS = 60_000;

/** Starts writers, connectors and schedule, and waits until every connector has brought something home. */
export async function startCopying(
  servers: Servers,
  lambda: Lambda,
  { seed, signal }: { readonly seed: number; readonly signal: AbortSignal },
): Promise<Copying> {
  const tables = chaosConnectors.flatMap((connector) => connector.tables);
  await createSourceTables(servers.databaseUrl, tables);
  const operator = new Operator(servers, lambda);
  for (const connector of chaosConnectors) await operator.create(connector);
  const writers = tables.map(({ name }, n) => ({
    name,
    writer: startWriter(servers.databaseUrl, name, seed + n),
  }));
  const endSchedule = startSchedule(lambda, TICK_MS);
  const end = async (): Promise<void> => {
    endSchedule();
    await Promise.allSettled(writers.map(({ writer }) => writer.stop()));
  };
  try {
    for (const { name } of chaosConnectors) await untilAtWork(operator, name, signal);
  } catch (error) {
    await end();
    throw error;
  }
  return {
    operator,
    endSchedule,
    async stopWriters() {
      const lastIds = new Map<string, number>();
      for (const { name, writer } of writers) lastIds.set(name, await writer.stop());
      return lastIds;
    },
    [Symbol.asyncDispose]: end,
  };
}

async function untilAtWork({ tasks }: Operator, connector: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while ((await tasks.listOffsets(connector)).size === 0) {
    if (Date.now() > deadline)
      throw new Error(`Connector ${connector} has sent nothing in ${START_LIMIT_MS / 1000} s.`);
    await sleep(100, undefined, { signal });
  }
}
