import { appendFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeTemporaryFolder, removeFolder } from "../../lib/local/temporary-folder.ts";
import { changedConnector, chaosConnectors, LEASE_MS, steadyConnector, TASK_BUDGET_MS } from "./connectors.ts";
import { untilDrained, untilIdle, untilTakenOver } from "./drain.ts";
import { carryOut } from "./faults/carry-out.ts";
import { faultKinds } from "./faults/index.ts";
import { planFaults } from "./faults/plan-faults.ts";
import { Turns } from "./faults/turns.ts";
import { judge, type Verdict } from "./judge/judge.ts";
import { Lambda } from "./lambda/lambda.ts";
import { startSchedule } from "./lambda/schedule.ts";
import { Operator } from "./operator.ts";
import { startServers } from "./servers.ts";
import { createSourceTables } from "./source/source-table.ts";
import { startWriter } from "./source/writer.ts";

export interface ChaosOptions {
  readonly seed: number;
  /** How many faults. */
  readonly kills: number;
  /** Time from one fault to the next, on the average, in milliseconds. */
  readonly paceMs: number;
  /** Whether ledgers and logs stay also when nothing was wrong. */
  readonly keep?: boolean;
  readonly say: (line: string) => void;
  /** Aborted when the run has to end. */
  readonly signal: AbortSignal;
}

const TICK_MS = 1_000;
const START_LIMIT_MS = 60_000;
const DRAIN_LIMIT_MS = 60_000;
const IDLE_LIMIT_MS = TASK_BUDGET_MS + 2 * LEASE_MS;
const limitMs = { task: TASK_BUDGET_MS, scheduler: 10_000 };
const concurrency = { task: 10, scheduler: 4 };

/**
 * Starts servers, connectors and writers, does the seed's faults to them, waits until everything written has come
 * through, and judges. Everything that it started has ended when it resolves or rejects.
 *
 * @throws the signal's reason when it is aborted; a sentence when something that is not under test does not work.
 */
export async function runChaos(options: ChaosOptions): Promise<Verdict> {
  const { seed, kills, paceMs, say, signal } = options;
  const tables = chaosConnectors.flatMap((connector) => connector.tables);
  const topics = tables.map(({ topic }) => topic);
  const plans = planFaults(faultKinds, { seed, count: kills, paceMs });
  const folder = await makeTemporaryFolder("chaos");
  say(`Starting two Kafka nodes, DynamoDB Local and PostgreSQL. Ledgers and logs go to ${folder}`);
  await using servers = await startServers(topics);
  const lambda = new Lambda({
    settings: { folder, bootstrap: servers.kafka.bootstrap, dynamoDbUrl: servers.dynamoDb.endpointUrl },
    limitMs,
    concurrency,
    onEnd: (text) => appendFileSync(path.join(folder, "calls.log"), `${new Date().toISOString()} ${text}\n`),
  });
  let verdict: Verdict | undefined;
  try {
    const operator = new Operator(servers, lambda);
    await createSourceTables(servers.databaseUrl, tables);
    const writers = tables.map(({ name }, n) => ({
      name,
      writer: startWriter(servers.databaseUrl, name, seed + n),
    }));
    for (const connector of chaosConnectors) await operator.create(connector);
    const endSchedule = startSchedule(lambda, TICK_MS);
    try {
      await untilAtWork(operator, signal);
      const steady = await operator.control.readConnector(steadyConnector.name);
      const world = { servers, lambda, operator, turns: new Turns(), topics, signal };
      const begin = Date.now();
      const missed = await carryOut(world, plans, say);
      signal.throwIfAborted();
      const faultsMs = Date.now() - begin;
      const lastIds = new Map<string, number>();
      for (const { name, writer } of writers) lastIds.set(name, await writer.stop());
      say("The faults are over and the writers have ended; what they wrote has to come through.");
      const drainBegin = Date.now();
      const behind = await untilDrained(operator, chaosConnectors, lastIds, { limitMs: DRAIN_LIMIT_MS, signal });
      const changes = [...operator.operations];
      await untilTakenOver(folder, {
        killed: lambda.killedCalls,
        changed: changedConnector.name,
        operations: changes,
        limitMs: DRAIN_LIMIT_MS,
        signal,
      });
      say(`That took ${((Date.now() - drainBegin) / 1000).toFixed(1)} s.`);
      const after = await operator.control.readConnector(steadyConnector.name);
      endSchedule();
      for (const connector of chaosConnectors) await operator.stop(connector);
      const idle = await untilIdle(lambda, IDLE_LIMIT_MS);
      await lambda.stop();
      verdict = await judge({
        bootstrap: servers.kafka.bootstrap,
        folder,
        tables,
        lastIds,
        faults: kills,
        faultsMs,
        missed,
        behind,
        idle,
        killed: lambda.killedCalls,
        cutOff: lambda.callsCutOff.size,
        operations: changes,
        steadyGenerations: [steady?.generation, after?.generation],
      });
      return verdict;
    } finally {
      endSchedule();
      await Promise.allSettled(writers.map(({ writer }) => writer.stop()));
    }
  } finally {
    await lambda.stop();
    if (signal.aborted || (verdict?.failures.length === 0 && !options.keep)) await removeFolder(folder);
  }
}

/** Waits until every connector has brought something home. */
async function untilAtWork(operator: Operator, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (const { name } of chaosConnectors) {
    while ((await operator.tasks.listOffsets(name)).size === 0) {
      if (Date.now() > deadline) throw new Error(`Connector ${name} has sent nothing in ${START_LIMIT_MS / 1000} s.`);
      await sleep(100, undefined, { signal });
    }
  }
}
