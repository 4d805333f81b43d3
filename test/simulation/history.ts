import type { FaultKind } from "./fault.ts";

/** One line of a run's history: a call with its answer, or something else that happened. */
export interface HistoryEntry {
  readonly time: number;
  /** Number of the call; undefined: something else. */
  readonly call: number | undefined;
  readonly actor: string;
  readonly name: string;
  readonly args: readonly unknown[];
  readonly fault: FaultKind | undefined;
  /** What the caller heard and when; undefined: nothing. */
  answer: { readonly time: number; readonly value: unknown } | undefined;
}

/** Everything that happened in a run, if somebody wants to read it. */
export class History {
  readonly entries: HistoryEntry[] = [];

  add(entry: Omit<HistoryEntry, "answer">): HistoryEntry {
    const added: HistoryEntry = { ...entry, answer: undefined };
    this.entries.push(added);
    return added;
  }
}
