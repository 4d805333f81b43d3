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
    const later = leases
      .filter((other) => other.connector === lease.connector && other.at > from && other.call !== call)
      .toSorted((a, b) => a.at - b.at);
    const next = later.find(({ task }) => task === lease.task);
    // A newer generation has tasks of its own: this number need not be among them.
    const superseded = (next ? [next] : later).some(({ generation }) => generation > lease.generation);
    const interfered =
      lease.connector === changed &&
      (superseded || operations.some((one) => one.to >= from && one.from <= (next?.at ?? Infinity)));
    if (!interfered) {
      found.push({
        call,
        task: `${lease.connector}-${lease.task}`,
        afterMs: next === undefined ? undefined : next.at - from,
      });
    }
  }
  return found;
}
