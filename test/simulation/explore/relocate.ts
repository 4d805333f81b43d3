import type { FaultKind } from "../fault.ts";
import type { HistoryEntry } from "../history.ts";
import { replay } from "../replay.ts";
import type { Run } from "../run.ts";

/** Which call a fault is at, whatever its number: the n-th of that name by that kind of actor. */
interface Place {
  readonly call: string;
  readonly nth: number;
  readonly kind: FaultKind;
}

/**
 * The run with fewer rows and its faults at the calls that stand for theirs there; undefined: there are none.
 *
 * @param rows Most rows of each table at each write.
 */
export async function withFewerRows(run: Run, rows: number): Promise<Run | undefined> {
  const faults = new Map<number, FaultKind>();
  const smaller: Run = { ...run, rows, trouble: { ...run.trouble, faults } };
  for (const place of placesOf(run, await entriesOf(run))) {
    const call = (await entriesOf(smaller)).filter((entry) => nameOf(entry) === place.call)[place.nth]?.call;
    if (call === undefined) return undefined;
    faults.set(call, place.kind);
  }
  return smaller;
}

const entriesOf = async (run: Run): Promise<readonly HistoryEntry[]> =>
  (await replay(run)).history?.entries.filter(({ call }) => call !== undefined) ?? [];

function placesOf(run: Run, entries: readonly HistoryEntry[]): Place[] {
  return [...run.trouble.faults]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([number, kind]) => {
      const at = entries.findIndex(({ call }) => call === number);
      const entry = entries[at];
      if (!entry) return [];
      const call = nameOf(entry);
      return [{ call, kind, nth: entries.slice(0, at).filter((other) => nameOf(other) === call).length }];
    });
}

/** Numbers of invocations differ from run to run. */
const nameOf = ({ actor, name }: HistoryEntry): string => `${actor.replace(/ #?\d+$/, "")} ${name}`;
