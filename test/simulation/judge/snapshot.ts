import { detailsOf, type MemoryState, type StoredOffset } from "../../../lib/adapters/memory/memory-state.ts";
import type { ConnectorItem, TaskConfigSet, TaskFailure, TaskItem, TaskLease } from "../../../lib/ports/index.ts";
import type { Actor } from "../actor.ts";

/** What is stored about one connector at one moment. Items are never changed, only replaced. */
export interface Snapshot {
  readonly item: ConnectorItem | undefined;
  readonly taskConfigs: TaskConfigSet | undefined;
  readonly tasks: ReadonlyMap<number, TaskItem>;
  readonly offsets: ReadonlyMap<string, StoredOffset>;
  readonly failures: ReadonlyMap<number, TaskFailure>;
}

/** A write of a store, as it reaches the server. */
export interface Write {
  readonly actor: Actor;
  readonly method: string;
  readonly connector: string;
  /** What a task names that believes to hold the lease. */
  readonly lease?: TaskLease;
}

/** What a write changed. */
export interface Change extends Write {
  readonly before: Snapshot;
  readonly after: Snapshot;
}

export const NOTHING: Snapshot = {
  item: undefined,
  taskConfigs: undefined,
  tasks: new Map(),
  offsets: new Map(),
  failures: new Map(),
};

export function takeSnapshot(state: MemoryState, connector: string): Snapshot {
  const { taskConfigs, tasks, offsets, failures } = detailsOf(state, connector);
  return {
    item: state.connectors.get(connector),
    taskConfigs,
    tasks: new Map(tasks),
    offsets: new Map(offsets),
    failures: new Map(failures),
  };
}

/** The table that a stored source partition is, and the row that a stored offset names; 0: none. */
export function tableOf(partition: string): string {
  const { table }: { table?: string } = JSON.parse(partition);
  return table ?? partition;
}

export const rowOf = (stored: StoredOffset | undefined): number => Number(/\d+/.exec(stored?.offset ?? "0")?.[0] ?? 0);
