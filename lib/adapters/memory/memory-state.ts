import type { ConnectorItem, Status, TaskConfigSet } from "../../ports/control-store.ts";
import type { TaskFailure, TaskItem } from "../../ports/task-store.ts";

/** The offset of one source partition as it is stored. */
export interface StoredOffset {
  /** JSON text; null: a reset. */
  readonly offset: string | null;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly updatedAt: number;
}

/** Everything stored about one connector, beside its connector item. */
export interface ConnectorState {
  taskConfigs: (TaskConfigSet & { readonly generation: number }) | undefined;
  status: Status | undefined;
  readonly tasks: Map<number, TaskItem>;
  readonly offsets: Map<string, StoredOffset>;
  readonly failures: Map<number, TaskFailure>;
}

/**
 * What both stores in memory share; open to a test that wants to judge it. Items are never changed, only replaced, so
 * whoever has read one keeps what was there then.
 */
export interface MemoryState {
  readonly connectors: Map<string, ConnectorItem>;
  readonly details: Map<string, ConnectorState>;
}

export function createMemoryState(): MemoryState {
  return { connectors: new Map(), details: new Map() };
}

/** The connector's own part of the state, made when it is first asked for. */
export function detailsOf(state: MemoryState, connector: string): ConnectorState {
  let details = state.details.get(connector);
  if (!details) {
    details = { taskConfigs: undefined, status: undefined, tasks: new Map(), offsets: new Map(), failures: new Map() };
    state.details.set(connector, details);
  }
  return details;
}
