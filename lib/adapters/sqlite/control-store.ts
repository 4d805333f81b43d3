import type { ConnectorItem, ControlStore, Status } from "../../ports/control-store.ts";
import { checkCount, MAX_PARTITIONS, offsetWriter } from "./offsets.ts";
import { integer, oneOf, optionalInteger, optionalText, type Row, stringMap, stringMaps, text } from "./row.ts";
import type { SqliteFile } from "./sqlite-file.ts";

/** Connectors in the database file: each write of DESIGN §6 is one transaction with its condition in SQL. */
export function createSqliteControlStore(file: SqliteFile): ControlStore {
  const { database } = file;
  const list = database.prepare("SELECT * FROM connectors WHERE NOT deleted OR config <> '{}' ORDER BY connector");
  const read = database.prepare("SELECT * FROM connectors WHERE connector = ?");
  const create = database.prepare(`
    INSERT INTO connectors (connector, uid, config, target_state, version, generation, task_count, deleted, declared_by)
    VALUES (:connector, :uid, :config, :targetState, 1, 0, 0, FALSE, :declaredBy)
    ON CONFLICT DO NOTHING`);
  const createOver = database.prepare(`
    UPDATE connectors SET
      config = :config, target_state = :targetState, version = version + 1, hash = NULL, task_count = 0,
      deleted = FALSE, declared_by = :declaredBy
    WHERE connector = :connector AND version = :version AND deleted`);
  const change = database.prepare(`
    UPDATE connectors SET
      config = coalesce(:config, config), hash = iif(:config IS NULL, hash, NULL), version = version + 1,
      target_state = coalesce(:targetState, target_state), declared_by = coalesce(:declaredBy, declared_by)
    WHERE connector = :connector AND version = :version`);
  const stop = database.prepare(`
    UPDATE connectors SET
      target_state = 'STOPPED', deleted = deleted OR :delete, generation = generation + 1, generation_since = :now, task_count = 0,
      hash = NULL, version = version + 1
    WHERE connector = :connector AND version = :version`);
  const plan = database.prepare(`
    UPDATE connectors SET
      generation = generation + 1, generation_since = :now, hash = :hash, task_count = :taskCount,
      tasks_generation = generation + 1, tasks_chunks = 1, version = version + 1
    WHERE connector = :connector AND version = :version AND target_state = 'RUNNING' AND NOT deleted`);
  const putTaskConfigs = database.prepare(`
    INSERT OR REPLACE INTO task_configs (connector, generation, config, tasks)
    VALUES (:connector, :generation, :config, :tasks)`);
  const putTask = database.prepare("INSERT INTO tasks (connector, task) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const beginEdit = database.prepare(`
    UPDATE connectors SET version = version + 1
    WHERE connector = :connector AND version = :version AND target_state = 'STOPPED' AND generation = :generation`);
  const putOffsets = offsetWriter(database);
  const deleteTask = database.prepare(`
    DELETE FROM tasks
    WHERE connector = :connector AND task = :task AND generation = :generation AND owner IS NULL AND EXISTS (
      SELECT * FROM connectors WHERE connector = :connector AND deleted AND generation = :generation)`);
  const deleteFailure = database.prepare("DELETE FROM task_failures WHERE connector = ? AND task = ?");
  const forget = database.prepare(`
    UPDATE connectors SET config = '{}', tasks_generation = NULL, tasks_chunks = NULL, version = version + 1
    WHERE connector = :connector AND version = :version AND deleted`);
  const deleteTaskConfigs = database.prepare("DELETE FROM task_configs WHERE connector = ?");
  const deleteStatus = database.prepare("DELETE FROM connector_status WHERE connector = ?");
  const readTaskConfigs = database.prepare("SELECT * FROM task_configs WHERE connector = ? AND generation = ?");
  const putStatus = database.prepare(`
    INSERT OR REPLACE INTO connector_status (connector, state, worker_id, trace)
    SELECT connector, :state, :workerId, :trace FROM connectors WHERE connector = :connector AND version = :version`);
  const readStatus = database.prepare("SELECT * FROM connector_status WHERE connector = ?");

  return {
    maxPartitions: MAX_PARTITIONS,
    async listConnectors() {
      return list.all().map(connectorItem);
    },
    async readConnector(connector) {
      const row = read.get(connector);
      return row && connectorItem(row);
    },
    async createConnector({ connector, uid, config, targetState, declaredBy = null, over }) {
      const values = { connector, config: JSON.stringify(config), targetState, declaredBy };
      return file.transaction(() => {
        const { changes } = over
          ? createOver.run({ ...values, version: over.version })
          : create.run({ ...values, uid });
        return changes === 1;
      });
    },
    async changeConnector({ connector, version }, { config, targetState = null, declaredBy = null }) {
      const values = { connector, version, config: config ? JSON.stringify(config) : null, targetState, declaredBy };
      return file.transaction(() => change.run(values).changes === 1);
    },
    async stopConnector({ connector, version }, { now, delete: isDelete }) {
      const values = { connector, version, now, delete: isDelete ? 1 : 0 };
      return file.transaction(() => stop.run(values).changes === 1);
    },
    async publishPlan({ connector, read: { version, generation }, hash, config, tasks, now }) {
      return file.transaction(() => {
        if (plan.run({ connector, version, hash, taskCount: tasks.length, now }).changes === 0) return false;
        const next = { generation: generation + 1, config: JSON.stringify(config), tasks: JSON.stringify(tasks) };
        putTaskConfigs.run({ connector, ...next });
        for (const task of tasks.keys()) putTask.run(connector, task);
        return true;
      });
    },
    async editOffsets({ read: { connector, version, generation }, offsets, updatedAt }) {
      checkCount({ connector, offsets });
      return file.transaction(() => {
        if (beginEdit.run({ connector, version, generation }).changes === 0) return false;
        putOffsets({ connector, offsets, updatedAt });
        return true;
      });
    },
    async deleteTask({ connector, generation }, task) {
      return file.transaction(() => {
        if (deleteTask.run({ connector, task, generation }).changes === 0) return false;
        deleteFailure.run(connector, task);
        return true;
      });
    },
    async forgetConnector({ connector, version }) {
      return file.transaction(() => {
        if (forget.run({ connector, version }).changes === 0) return false;
        deleteTaskConfigs.run(connector);
        deleteStatus.run(connector);
        return true;
      });
    },
    async readTaskConfigs(connector, generation) {
      const row = readTaskConfigs.get(connector, generation);
      return row && { config: stringMap(row, "config"), tasks: stringMaps(row, "tasks") };
    },
    async writeConnectorStatus({ connector, version }, { state, workerId, trace = null }) {
      return file.transaction(() => putStatus.run({ connector, version, state, workerId, trace }).changes === 1);
    },
    async readConnectorStatus(connector) {
      const row = readStatus.get(connector);
      if (!row) return undefined;
      return {
        state: oneOf(row, "state", STATES),
        workerId: text(row, "worker_id"),
        trace: optionalText(row, "trace"),
      };
    },
  };
}

const STATES: readonly Status["state"][] = ["RUNNING", "PAUSED", "STOPPED", "FAILED", "UNASSIGNED"];

function connectorItem(row: Row): ConnectorItem {
  return {
    connector: text(row, "connector"),
    uid: text(row, "uid"),
    config: stringMap(row, "config"),
    targetState: oneOf(row, "target_state", ["RUNNING", "PAUSED", "STOPPED"]),
    version: integer(row, "version"),
    generation: integer(row, "generation"),
    hash: optionalText(row, "hash"),
    taskCount: integer(row, "task_count"),
    generationSince: optionalInteger(row, "generation_since"),
    tasksGeneration: optionalInteger(row, "tasks_generation"),
    tasksChunks: optionalInteger(row, "tasks_chunks"),
    deleted: integer(row, "deleted") !== 0,
    declaredBy: optionalText(row, "declared_by"),
  };
}
