import * as z from "zod/mini";
import type { LedgerEntry } from "../lambda/ledger.ts";
import type { SourceTable } from "../source/source-table.ts";

/** What one call may have sent that another sends again. */
export interface Uncovered {
  readonly call: number;
  /** How it ended; undefined: it died. */
  readonly outcome: string | undefined;
  /** Records given to the producer that no accepted checkpoint of the call covers. */
  readonly records: number;
  /** From its last accepted checkpoint (or from its lease) to the last record it sent, in milliseconds. */
  readonly forMs: number;
}

/** A call that ends so has checkpointed everything it sent. */
const IN_ORDER = new Set(["drained", "out of time", "paused", "stopped", "new generation"]);

/** Whether nothing may be sent again that a call with this outcome has sent. */
export const isInOrder = (outcome: string | undefined): boolean => outcome !== undefined && IN_ORDER.has(outcome);

const offset = z.object({ incrementing: z.int() });
const partition = z.object({ table: z.string() });

/**
 * Calls with records beyond their last checkpoint. Ids have no gap, so a checkpoint at id c of a call that began at id b
 * covers c - b records of the table. The sum over all calls bounds the repetitions in the topics.
 */
export function uncoveredRecords(
  ledgers: ReadonlyMap<number, readonly LedgerEntry[]>,
  tables: readonly SourceTable[],
): Uncovered[] {
  const found: Uncovered[] = [];
  for (const [call, deeds] of ledgers) {
    const sent = sum(deeds.map((deed) => (deed.did === "sent" ? deed.records : 0)));
    const covered = sum(tables.map(({ name }) => coveredRecords(name, deeds)));
    const last = deeds.findLast(({ did }) => did === "sent")?.at ?? 0;
    const safe = deeds.findLast(({ did }) => did === "checkpointed" || did === "leased")?.at ?? last;
    const end = deeds.findLast((deed) => deed.did === "ended");
    if (sent > covered) {
      found.push({ call, outcome: end?.outcome, records: sent - covered, forMs: Math.max(0, last - safe) });
    }
  }
  return found;
}

/** How far a call brought a table's stored position. */
function coveredRecords(table: string, deeds: readonly LedgerEntry[]): number {
  let begin = 0;
  let end: number | undefined;
  for (const deed of deeds) {
    if (deed.did === "read offsets") begin = positionIn(table, deed.offsets) ?? 0;
    if (deed.did === "checkpointed") end = positionIn(table, deed.offsets) ?? end;
  }
  return end === undefined ? 0 : end - begin;
}

/** The table's id in offsets as the store has them; undefined: they say nothing of it. */
export function positionIn(table: string, offsets: Readonly<Record<string, string | null>>): number | undefined {
  for (const [key, value] of Object.entries(offsets)) {
    const named = z.parse(partition, JSON.parse(key)).table;
    if (value !== null && (named === table || named.endsWith(`.${table}`))) {
      return z.parse(offset, JSON.parse(value)).incrementing;
    }
  }
  return undefined;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
