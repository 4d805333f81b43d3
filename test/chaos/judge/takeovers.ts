import type { LedgerEntry } from "../lambda/ledger.ts";
import type { Operation } from "../operator.ts";

/** A task call that died with the lease of its task. */
export interface Takeover {
  readonly call: number;
  readonly task: string;
  /** From the last write that extended its lease to the next lease of the task, in milliseconds; undefined: none came. */
  readonly afterMs: number | undefined;
}

export interface TakeoverOptions {
  /** Calls that were killed. */
  readonly killed: ReadonlySet<number>;
  /** The connector that is changed, and when. A task that was not to run in between is not judged. */
  readonly changed: string;
  readonly operations: readonly Operation[];
}

/** Who took the tasks of killed calls over, and how soon. Calls that held no lease when they died are left out. */
export function takeovers(
  ledgers: ReadonlyMap<number, readonly LedgerEntry[]>,
  { killed, changed, operations }: TakeoverOptions,
): Takeover[] {
  const leases = [...ledgers].flatMap(([call, deeds]) =>
    deeds.flatMap((deed) => (deed.did === "leased" ? [{ ...deed, call }] : [])),
  );
  const found: Takeover[] = [];
  for (const [call, deeds] of ledgers) {
    const lease = leases.find((candidate) => candidate.call === call);
    const gaveItBack = deeds.some((deed) => deed.did === "released" || (deed.did === "checkpointed" && deed.released));
    if (!killed.has(call) || !lease || gaveItBack) continue;
    const last = deeds.findLast(({ did }) => did === "leased" || did === "extended" || did === "checkpointed");
    const from = last?.at ?? lease.at;
    const next = leases
      .filter((other) => other.connector === lease.connector && other.task === lease.task && other.call !== call)
      .map(({ at }) => at)
      .filter((at) => at > from);
    const to = next.length > 0 ? Math.min(...next) : undefined;
    const interfered =
      lease.connector === changed &&
      operations.some((operation) => operation.to >= from && operation.from <= (to ?? Infinity));
    if (!interfered) {
      found.push({
        call,
        task: `${lease.connector}-${lease.task}`,
        afterMs: to === undefined ? undefined : to - from,
      });
    }
  }
  return found;
}
