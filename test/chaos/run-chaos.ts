import { makeTemporaryFolder, removeFolder } from "../../lib/local/temporary-folder.ts";
import { chaosConnectors, steadyConnector } from "./connectors.ts";
import { drain } from "./drain.ts";
import { carryOut } from "./faults/carry-out.ts";
import type { FaultPlan } from "./faults/fault.ts";
import { faultKinds } from "./faults/index.ts";
import { planFaults } from "./faults/plan-faults.ts";
import { Turns } from "./faults/turns.ts";
import { judge, type Verdict } from "./judge/judge.ts";
import { startLambda } from "./lambda/start-lambda.ts";
import { startServers } from "./servers.ts";
import { startCopying } from "./start-copying.ts";

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

/**
 * Starts servers, connectors and writers, does the seed's faults to them, waits until everything written has come
 * through, and judges. Everything that it started has ended when it resolves or rejects.
 *
 * @throws the signal's reason when it is aborted; a sentence when something that is not under test does not work.
 */
export async function runChaos(options: ChaosOptions): Promise<Verdict> {
  const { seed, kills, paceMs, signal } = options;
  const plans = planFaults(faultKinds, { seed, count: kills, paceMs });
  const folder = await makeTemporaryFolder("chaos");
  let verdict: Verdict | undefined;
  try {
    verdict = await runPlan(plans, folder, options);
    return verdict;
  } finally {
    if (signal.aborted || (verdict?.failures.length === 0 && !options.keep)) await removeFolder(folder);
  }
}

async function runPlan(
  plans: readonly FaultPlan[],
  folder: string,
  { seed, say, signal }: ChaosOptions,
): Promise<Verdict> {
  const tables = chaosConnectors.flatMap((connector) => connector.tables);
  const topics = tables.map(({ topic }) => topic);
  say(`Starting two Kafka nodes, DynamoDB Local and PostgreSQL. Ledgers and logs go to ${folder}`);
  await using servers = await startServers(topics);
  await using lambda = startLambda(servers, folder);
  await using copying = await startCopying(servers, lambda, { seed, signal });
  const { operator } = copying;
  const steadyGeneration = async () => (await operator.control.readConnector(steadyConnector.name))?.generation;
  const steadyBefore = await steadyGeneration();

  const begin = Date.now();
  const missed = await carryOut({ servers, lambda, operator, turns: new Turns(), topics, signal }, plans, say);
  signal.throwIfAborted();
  const end = Date.now();
  const lastIds = await copying.stopWriters();
  say("The faults are over and the writers have ended; what they wrote has to come through.");
  const steadyAfter = await steadyGeneration();
  const rest = await drain(copying, { lambda, folder, lastIds, signal });
  await lambda.stop();
  say(`That took ${((Date.now() - end) / 1000).toFixed(1)} s.`);

  return await judge({
    bootstrap: servers.kafka.bootstrap,
    folder,
    tables,
    lastIds,
    faults: plans.length,
    faultsMs: end - begin,
    missed,
    ...rest,
    killed: lambda.killedCalls,
    cutOff: lambda.callsCutOff.size,
    steadyGenerations: [steadyBefore, steadyAfter],
  });
}
