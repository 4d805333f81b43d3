import type { ConnectorItem, ControlStore, Plan } from "../../ports/control-store.ts";
import { checkCount } from "./check-count.ts";
import { detailsOf, type MemoryState } from "./memory-state.ts";

/**
 * Connectors in memory. Every method reads and writes before its first await, so it is one step (DESIGN §6).
 *
 * @param maxPartitions How many source partitions one edit of offsets may hold; DynamoDB's number by default.
 */
export function createMemoryControlStore(state: MemoryState, maxPartitions = 99): ControlStore {
  /** The stored item if it is still the one that was read. */
  function current(read: ConnectorItem): ConnectorItem | undefined {
    const item = state.connectors.get(read.connector);
    return item?.version === read.version ? item : undefined;
  }

  /** The stored item if it is deleted and nothing has begun a new generation since it was read. */
  function deleted(read: ConnectorItem): ConnectorItem | undefined {
    const item = state.connectors.get(read.connector);
    return item?.deleted === true && item.generation === read.generation ? item : undefined;
  }

  function put(item: ConnectorItem): true {
    state.connectors.set(item.connector, item);
    return true;
  }

  return {
    maxPartitions,
    async listConnectors() {
      return [...state.connectors.values()].filter((item) => !item.deleted || isLeftOver(item));
    },
    async readConnector(connector) {
      return state.connectors.get(connector);
    },
    async createConnector({ connector, uid, config, targetState, declaredBy, over }) {
      const old = state.connectors.get(connector);
      if (over ? !old?.deleted || old.version !== over.version : old) return false;
      return put({
        connector,
        uid: old?.uid ?? uid,
        config: { ...config },
        targetState,
        version: (old?.version ?? 0) + 1,
        generation: old?.generation ?? 0,
        generationSince: old?.generationSince,
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
        config: config ? { ...config } : item.config,
        hash: config ? undefined : item.hash,
        targetState: targetState ?? item.targetState,
        declaredBy: declaredBy ?? item.declaredBy,
        version: item.version + 1,
      });
    },
    async stopConnector(read, stop) {
      const item = current(read);
      if (!item) return false;
      return put({
        ...item,
        targetState: "STOPPED",
        deleted: item.deleted || stop.delete === true,
        generation: item.generation + 1,
        generationSince: stop.now,
        taskCount: 0,
        hash: undefined,
        version: item.version + 1,
      });
    },
    async publishPlan(plan) {
      const item = current(plan.read);
      if (!item || item.targetState !== "RUNNING" || item.deleted) return false;
      const generation = item.generation + 1;
      putTasks(state, plan, generation);
      return put({
        ...item,
        generation,
        generationSince: plan.now,
        hash: plan.hash,
        taskCount: plan.tasks.length,
        tasksGeneration: generation,
        tasksChunks: 1,
        version: item.version + 1,
      });
    },
    async editOffsets({ read, offsets, updatedAt }) {
      checkCount({ connector: read.connector, offsets, maxPartitions });
      const item = current(read);
      if (!item || item.targetState !== "STOPPED" || item.generation !== read.generation) return false;
      const stored = detailsOf(state, read.connector).offsets;
      for (const [partition, offset] of offsets) stored.set(partition, { offset, updatedAt });
      return put({ ...item, version: item.version + 1 });
    },
    async deleteTask(read, task) {
      const { tasks, failures } = detailsOf(state, read.connector);
      const item = tasks.get(task);
      if (!deleted(read) || item?.generation !== read.generation || item.owner !== undefined) return false;
      failures.delete(task);
      return tasks.delete(task);
    },
    async forgetConnector(read) {
      const item = current(read);
      if (!item?.deleted) return false;
      const details = detailsOf(state, read.connector);
      details.taskConfigs = undefined;
      details.status = undefined;
      const nothing = { config: {}, tasksGeneration: undefined, tasksChunks: undefined };
      return put({ ...item, ...nothing, version: item.version + 1 });
    },
    async readTaskConfigs(connector, generation) {
      const stored = state.details.get(connector)?.taskConfigs;
      return stored?.generation === generation ? { config: stored.config, tasks: stored.tasks } : undefined;
    },
    async writeConnectorStatus(read, status) {
      if (!current(read)) return false;
      detailsOf(state, read.connector).status = status;
      return true;
    },
    async readConnectorStatus(connector) {
      return state.details.get(connector)?.status;
    },
  };
}

/** Whether W13 is still to come. */
const isLeftOver = ({ config }: ConnectorItem): boolean => Object.keys(config).length > 0;

function putTasks(state: MemoryState, { connector, config, tasks }: Plan, generation: number): void {
  const details = detailsOf(state, connector);
  // The caller may go on using its maps.
  details.taskConfigs = { generation, config: { ...config }, tasks: tasks.map((task) => ({ ...task })) };
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
}
