import * as z from "zod/mini";
import type { StoredRecord } from "../../integration/kafkajs/topic.ts";
import { rowText, type SourceTable } from "../source/source-table.ts";

/** Where a copy of a row lies. */
export type Copy = Pick<StoredRecord, "partition" | "offset" | "timestamp">;

/** What became of a table's rows. */
export interface TableVerdict {
  readonly table: string;
  /** Rows in the table. */
  readonly rows: number;
  /** Ids that are in no record. */
  readonly lost: readonly number[];
  /** Copies beyond the first of each row. */
  readonly doubled: number;
  /** Ids whose first copy lies behind the first copy of a higher id. */
  readonly outOfOrder: readonly number[];
  /** What no row of the table says: records that nobody can have read. */
  readonly foreign: readonly StoredRecord[];
  /** By id, in the order of the log. */
  readonly copies: ReadonlyMap<number, readonly Copy[]>;
}

const row = z.object({ id: z.int(), text: z.string() });

/**
 * Compares a topic of one partition with its table, whose ids are 1 to `lastId`.
 *
 * @param records In the order of the log.
 */
export function judgeTable({ name }: SourceTable, lastId: number, records: readonly StoredRecord[]): TableVerdict {
  const copies = new Map<number, Copy[]>();
  const outOfOrder: number[] = [];
  const foreign: StoredRecord[] = [];
  let highest = 0;
  let doubled = 0;
  for (const record of records) {
    const id = idOf(name, lastId, record);
    if (id === undefined) {
      foreign.push(record);
      continue;
    }
    const earlier = copies.get(id);
    if (earlier) {
      earlier.push(record);
      doubled += 1;
    } else {
      copies.set(id, [record]);
      if (id < highest) outOfOrder.push(id);
      highest = Math.max(highest, id);
    }
  }
  const lost = Array.from({ length: lastId }, (_, n) => n + 1).filter((id) => !copies.has(id));
  return { table: name, rows: lastId, lost, doubled, outOfOrder, foreign, copies };
}

function idOf(table: string, lastId: number, { value }: StoredRecord): number | undefined {
  const parsed = z.safeParse(row, value === null ? undefined : parseJson(value));
  if (!parsed.success) return undefined;
  const { id, text } = parsed.data;
  return id >= 1 && id <= lastId && text === rowText(table, id) ? id : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
