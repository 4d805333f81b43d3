import type { ConnectorItem, ControlStore } from "../../ports/control-store.ts";
import { detailsOf, type MemoryState } from "./memory-state.ts";

/** Connectors in memory. Every method reads and writes before its first await, so it is one step (DESIGN §6). */
export function createMemoryControlStore(state: MemoryState): ControlStore {
  /** The stored item if it is still the one that was read. */
  function current(read: ConnectorItem): ConnectorItem | undefined {
    const item = state.connectors.get(read.connector);
    return item?.version === read.version ? item : undefined;
  }

  function put(item: ConnectorItem): true {
    state.connectors.set(item.connector, structuredClone(item));
    return true;
  }

  return {
    async listConnectors() {
      return structuredClone([...state.connectors.values()].filter((item) => !item.deleted));
    },
    async readConnector(connector) {
      return structuredClone(state.connectors.get(connector));
    },
    async createConnector({ connector, uid, config, targetState, declaredBy }) {
      const old = state.connectors.get(connector);
      if (old && !old.deleted) return false;
      return put({
        connector,
        uid: old?.uid ?? uid,
        config,
        targetState,
        version: (old?.version ?? 0) + 1,
        generation: old?.generation ?? 0,
        hash: undefined,
        taskCount: 0,
        tasksGeneration: old?.tasksGeneration,
        tasksChunks: old?.tasksChunks,
        deleted: false,
        declaredBy,
      });
    },
    async changeConnector(read, { config, targetState, declaredBy }) {
      const item = current(read);
      if (!item) return false;
      return put({
        ...item,
        config: config ?? item.config,
        hash: config ? undefined : item.hash,
        targetState: targetState ?? item.targetState,
        declaredBy: declaredBy ?? item.declaredBy,
        version: item.version + 1,
      });
    },
    async stopConnector(read, options) {
      const item = current(read);
      if (!item) return false;
      return put({
        ...item,
        targetState: "STOPPED",
        deleted: options?.delete ?? item.deleted,
        generation: item.generation + 1,
        taskCount: 0,
        hash: undefined,
        version: item.version + 1,
      });
    },
    async publishPlan({ connector, read, hash, config, tasks }) {
      const item = current(read);
      if (!item || item.targetState !== "RUNNING" || item.deleted) return false;
      const generation = item.generation + 1;
      const details = detailsOf(state, connector);
      details.taskConfigs = structuredClone({ generation, config, tasks });
      for (const task of tasks.keys()) {
        if (details.tasks.has(task)) continue;
        details.tasks.set(task, {
          task,
          generation: 0,
          epoch: 0,
          owner: undefined,
          expiresAt: undefined,
          sequence: 0,
          state: undefined,
          progress: undefined,
        });
      }
      return put({
        ...item,
        generation,
        hash,
        taskCount: tasks.length,
        tasksGeneration: generation,
        tasksChunks: 1,
        version: item.version + 1,
      });
    },
    async readTaskConfigs(connector, generation) {
      const stored = state.details.get(connector)?.taskConfigs;
      if (stored?.generation !== generation) return undefined;
      return structuredClone({ config: stored.config, tasks: stored.tasks });
    },
    async writeConnectorStatus(read, status) {
      if (!current(read)) return false;
      detailsOf(state, read.connector).status = structuredClone(status);
      return true;
    },
    async readConnectorStatus(connector) {
      return structuredClone(state.details.get(connector)?.status);
    },
  };
}
