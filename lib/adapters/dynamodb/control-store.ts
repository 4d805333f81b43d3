import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { ConnectorItem, ControlStore, Plan } from "../../ports/control-store.ts";
import { conditionCheck, put, remove, update } from "./actions.ts";
import { bytes, number, text, type Value } from "./attributes.ts";
import { checkConfigSize, toConnectorItem, toStatus } from "./connector-item.ts";
import { MAX_PARTITIONS, putOffsets } from "./offset-item.ts";
import { checkPlannable, deleteTaskConfigs, planActions, putNewTask } from "./plan-actions.ts";
import type { Requests } from "./requests.ts";
import { connectorKey, STATUS_ITEM, statusKey, TABLE_KEYS, type TableNames } from "./table-layout.ts";
import { fromChunks } from "./task-config-chunks.ts";
import { shortTrace, taskOf } from "./task-item.ts";

/** The most actions that one transaction takes. */
const MOST_ACTIONS = 100;

const AS_READ = "#version = :read";
const DELETED = "#deleted = :true";

/**
 * Connectors in DynamoDB: one conditional write each (DESIGN §6). All of them are transactions, also those of one item:
 * their token keeps the SDK's own retry after a lost answer from being refused by what the first try has written.
 */
export function createDynamoDbControlStore(requests: Requests, tables: TableNames): ControlStore {
  async function write(connector: string, actions: readonly TransactWriteItem[]): Promise<boolean> {
    return (await requests.transact(connector, actions)).accepted;
  }

  const updateConnector = (
    connector: string,
    set: string,
    condition: string,
    values: Readonly<Record<string, Value>>,
  ): TransactWriteItem => ({
    Update: update({ table: tables.configs, key: connectorKey(connector), set, condition, values }),
  });

  const checkConnector = ({ connector, version, generation }: ConnectorItem, condition: string): TransactWriteItem => ({
    ConditionCheck: conditionCheck({
      table: tables.configs,
      key: connectorKey(connector),
      condition,
      values: { read: version, generation, true: true },
    }),
  });

  const deleteStatusItem = (connector: string, name: string): TransactWriteItem => ({
    Delete: remove({ table: tables.status, key: statusKey(connector, name) }),
  });

  /** The task items that the plan needs and that are not there. */
  async function missingTasks({ connector, tasks }: Plan): Promise<TransactWriteItem[]> {
    const prefix = { name: TABLE_KEYS.status.sortKey, prefix: STATUS_ITEM.allTasks };
    const present = new Set((await requests.query(tables.status, connector, prefix)).map(taskOf));
    const missing = [...tasks.keys()].filter((task) => !present.has(task));
    return missing.map((task) => putNewTask(tables, connector, task));
  }

  return {
    maxPartitions: MAX_PARTITIONS,
    async listConnectors() {
      return (await requests.scan(tables.configs)).map(toConnectorItem).filter(isSomethingLeft);
    },
    async readConnector(connector, options) {
      const item = await requests.get(tables.configs, connectorKey(connector), { consistent: !options?.stale });
      return item && toConnectorItem(item);
    },
    async createConnector({ connector, uid, config, targetState, declaredBy, over }) {
      checkConfigSize(connector, config);
      const set =
        "SET #uid = if_not_exists(#uid, :uid), #config = :config, #targetState = :targetState, #taskCount = :zero, " +
        "#version = if_not_exists(#version, :zero) + :one, #generation = if_not_exists(#generation, :zero)" +
        (declaredBy === undefined
          ? " REMOVE #deleted, #hash, #declaredBy"
          : ", #declaredBy = :declaredBy REMOVE #deleted, #hash");
      const values = { uid, config, targetState, zero: 0, one: 1, true: true, declaredBy: declaredBy ?? null };
      const condition = over ? `${AS_READ} AND ${DELETED}` : "attribute_not_exists(#connector)";
      return write(connector, [updateConnector(connector, set, condition, { ...values, read: over?.version ?? null })]);
    },
    async changeConnector({ connector, version }, { config, targetState, declaredBy }) {
      if (config) checkConfigSize(connector, config);
      const given = Object.entries({ config, targetState, declaredBy }).filter(([, value]) => value !== undefined);
      const set = ["#version = #version + :one", ...given.map(([name]) => `#${name} = :${name}`)].join(", ");
      const values = { read: version, one: 1, config: config ?? null, targetState: targetState ?? null };
      return write(connector, [
        updateConnector(connector, `SET ${set}${config ? " REMOVE #hash" : ""}`, AS_READ, {
          ...values,
          declaredBy: declaredBy ?? null,
        }),
      ]);
    },
    stopConnector({ connector, version }, stop) {
      const set =
        "SET #targetState = :stopped, #generation = #generation + :one, #generationSince = :now, #taskCount = :zero, " +
        `#version = #version + :one${stop.delete ? ", #deleted = :true" : ""} REMOVE #hash`;
      const values = { read: version, stopped: "STOPPED", one: 1, zero: 0, true: true, now: stop.now };
      return write(connector, [updateConnector(connector, set, AS_READ, values)]);
    },
    async publishPlan(plan) {
      const [actions, tasks] = await Promise.all([planActions(tables, plan), missingTasks(plan)]);
      if (actions.length + tasks.length <= MOST_ACTIONS) return write(plan.connector, [...actions, ...tasks]);
      // Items of generation 0 run nothing, so they may be there before the plan, and stay if it fails.
      const check = checkPlannable(tables, plan.read);
      for (let n = 0; n < tasks.length; n += MOST_ACTIONS - 1) {
        if (!(await write(plan.connector, [check, ...tasks.slice(n, n + MOST_ACTIONS - 1)]))) return false;
      }
      return write(plan.connector, actions);
    },
    async editOffsets({ read: { connector, version, generation }, offsets, updatedAt }) {
      const condition = `${AS_READ} AND #targetState = :stopped AND #generation = :generation`;
      const values = { read: version, generation, stopped: "STOPPED", one: 1 };
      return write(connector, [
        updateConnector(connector, "SET #version = #version + :one", condition, values),
        ...putOffsets({ table: tables.offsets, connector, offsets, updatedAt }),
      ]);
    },
    deleteTask(read, task) {
      const { connector, generation } = read;
      return write(connector, [
        checkConnector(read, `${DELETED} AND #generation = :generation`),
        {
          Delete: remove({
            table: tables.status,
            key: statusKey(connector, STATUS_ITEM.task(task)),
            condition: "#generation = :generation AND attribute_not_exists(#owner)",
            values: { generation },
          }),
        },
        deleteStatusItem(connector, STATUS_ITEM.trace(task)),
      ]);
    },
    forgetConnector(read) {
      const { connector, version } = read;
      const set = "SET #version = #version + :one REMOVE #config, #tasksGeneration, #tasksChunks";
      return write(connector, [
        updateConnector(connector, set, `${AS_READ} AND ${DELETED}`, { read: version, one: 1, true: true }),
        ...deleteTaskConfigs(tables, read),
        deleteStatusItem(connector, STATUS_ITEM.connector),
      ]);
    },
    async readTaskConfigs(connector, generation) {
      const prefix = { name: TABLE_KEYS.status.sortKey, prefix: STATUS_ITEM.allTaskConfigs(generation) };
      const chunks = await requests.query(tables.status, connector, prefix);
      // A query is no transaction: it may meet the next plan in the middle and miss chunks that were just deleted.
      const [first] = chunks;
      if (!first || chunks.length !== number(first, "chunks")) return undefined;
      const byName = new Map(chunks.map((chunk) => [text(chunk, "item"), bytes(chunk, "data")]));
      return fromChunks(chunks.map((_, k) => byName.get(STATUS_ITEM.taskConfigs(generation, k)) ?? new Uint8Array()));
    },
    writeConnectorStatus(read, { state, workerId, trace }) {
      const key = statusKey(read.connector, STATUS_ITEM.connector);
      const item = { state, workerId, trace: trace === undefined ? undefined : shortTrace(trace) };
      return write(read.connector, [checkConnector(read, AS_READ), { Put: put({ table: tables.status, key, item }) }]);
    },
    async readConnectorStatus(connector, options) {
      const key = statusKey(connector, STATUS_ITEM.connector);
      const item = await requests.get(tables.status, key, { consistent: !options?.stale });
      return item && toStatus(item);
    },
  };
}

/** W13 takes the configuration of a deleted connector away at last. */
const isSomethingLeft = ({ deleted, config }: ConnectorItem): boolean => !deleted || Object.keys(config).length > 0;
