import type { DatabaseSync } from "node:sqlite";
import { ConnectError } from "../../connect/errors.ts";

/** How many source partitions one write may hold: SQLite has no limit, a transaction should stay short. */
export const MAX_PARTITIONS = 1_000;

/** Offsets of one connector's source partitions, as W8 and W9 write them. */
interface OffsetWrite {
  readonly connector: string;
  /** Source partition (canonical JSON) to offset (JSON text); null: the position is reset. */
  readonly offsets: ReadonlyMap<string, string | null>;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly updatedAt: number;
}

/** @throws ConnectError naming the connector if they are more than one write may hold. */
export function checkCount({ connector, offsets }: Pick<OffsetWrite, "connector" | "offsets">): void {
  if (offsets.size <= MAX_PARTITIONS) return;
  const many = `${offsets.size} source partitions of connector ${connector} can't be written at once`;
  throw new ConnectError(`${many}: a transaction holds at most ${MAX_PARTITIONS} source partitions`);
}

/** Prepares what writes offsets within a transaction. */
export function offsetWriter(database: DatabaseSync): (write: OffsetWrite) => void {
  const put = database.prepare(`
    INSERT OR REPLACE INTO offsets (connector, partition, "offset", updated_at)
    VALUES (:connector, :partition, :offset, :updatedAt)`);
  return ({ connector, offsets, updatedAt }) => {
    for (const [partition, offset] of offsets) put.run({ connector, partition, offset, updatedAt });
  };
}
