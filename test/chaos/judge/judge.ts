import { readTopic } from "../../integration/kafkajs/topic.ts";
import { changedConnector } from "../connectors.ts";
import type { MissedFault } from "../faults/carry-out.ts";
import { readLedgers } from "../lambda/ledger.ts";
import type { Operation } from "../operator.ts";
import type { SourceTable } from "../source/source-table.ts";
import { judgeTable, type TableVerdict } from "./judge-table.ts";
import { isInOrder, uncoveredRecords } from "./repetitions.ts";
import { describeFaults, describeTakeovers, seconds } from "./report.ts";
import { takeovers } from "./takeovers.ts";

/** What a run leaves behind. */
export interface Evidence {
  readonly bootstrap: string;
  /** Of the ledgers. */
  readonly folder: string;
  readonly tables: readonly SourceTable[];
  readonly lastIds: ReadonlyMap<string, number>;
  readonly faults: number;
  readonly faultsMs: number;
  readonly missed: readonly MissedFault[];
  /** What was not drained in time. */
  readonly behind: readonly string[];
  /** Whether every task has ended when its connector was stopped. */
  readonly idle: boolean;
  /** Calls that a fault killed. */
  readonly killed: ReadonlySet<number>;
  /** How many calls were killed because their time was up. */
  readonly cutOff: number;
  readonly operations: readonly Operation[];
  /** Of the connector that nobody changed, before and after the faults. */
  readonly steadyGenerations: readonly (number | undefined)[];
}

export interface Verdict {
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** `K faults, L lost, D doubled, O out of order` */
  readonly line: string;
  /** Figures, a line each. */
  readonly figures: readonly string[];
  /** What must not be, a line each; none: the run has passed. */
  readonly failures: readonly string[];
}

/** Kafka Connect waits 300 s. */
const TAKEOVER_LIMIT_MS = 60_000;

/** Reads the topics with a client that is not ours, and compares them with the tables and with what the calls have done. */
export async function judge(evidence: Evidence): Promise<Verdict> {
  const { bootstrap, folder, tables, lastIds, killed, operations } = evidence;
  const verdicts: TableVerdict[] = [];
  for (const table of tables) {
    verdicts.push(judgeTable(table, lastIds.get(table.name) ?? 0, await readTopic(bootstrap, table.topic)));
  }
  const total = (count: (verdict: TableVerdict) => number): number =>
    verdicts.reduce((sum, verdict) => sum + count(verdict), 0);
  const lost = total((verdict) => verdict.lost.length);
  const outOfOrder = total((verdict) => verdict.outOfOrder.length);
  const doubled = total((verdict) => verdict.doubled);

  const ledgers = readLedgers(folder);
  const uncovered = uncoveredRecords(ledgers, tables);
  const bound = uncovered.reduce((sum, { records }) => sum + records, 0);
  const [most] = uncovered.toSorted((a, b) => b.records - a.records);
  const wasted = uncovered.filter(({ outcome }) => isInOrder(outcome));
  const taken = takeovers(ledgers, { killed, changed: changedConnector.name, operations });
  const late = taken.filter(({ afterMs }) => afterMs === undefined || afterMs > TAKEOVER_LIMIT_MS);
  const [before, after] = evidence.steadyGenerations;

  return {
    lost,
    doubled,
    outOfOrder,
    line: `${evidence.faults} faults, ${lost} lost, ${doubled} doubled, ${outOfOrder} out of order`,
    figures: [
      `${total(({ rows }) => rows)} rows of ${tables.length} tables in ${seconds(evidence.faultsMs)} s of faults; ${ledgers.size} calls did something; ${killed.size} calls were killed, ${evidence.cutOff} more cut off by their time limit.`,
      describeTakeovers(taken),
      `At most ${bound} doubled are explained: what ${uncovered.length} calls that did not end in order had sent since their last checkpoint; the most by one call are ${most?.records ?? 0}, in ${seconds(most?.forMs ?? 0)} s.`,
    ],
    failures: [
      ...verdicts.flatMap(describeFaults),
      ...(doubled > bound ? [`${doubled} are doubled, but only ${bound} can be explained by calls that died.`] : []),
      ...wasted.map(
        ({ call, outcome, records }) =>
          `Call ${call} ended in order (${outcome}), but left ${records} records without a checkpoint.`,
      ),
      ...late.map(
        ({ call, task, afterMs }) =>
          `Task ${task} was killed (call ${call}) and ${afterMs === undefined ? "never taken over" : `taken over only after ${seconds(afterMs)} s`}.`,
      ),
      ...(before !== after
        ? [`The connector that nobody changed went from generation ${before} to generation ${after}.`]
        : []),
      ...(evidence.idle ? [] : ["A task was still at work long after its connector was stopped."]),
      ...evidence.behind,
      ...evidence.missed.map(({ plan, reason }) => `Fault ${plan.number} (${plan.kind}) did not happen: ${reason}`),
    ],
  };
}
