import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { ConnectorItem, Plan } from "../../ports/control-store.ts";
import { conditionCheck, put, remove, update } from "./actions.ts";
import { connectorKey, STATUS_ITEM, statusKey, type TableNames } from "./table-layout.ts";
import { toChunks } from "./task-config-chunks.ts";

const PLANNABLE = "#version = :read AND #targetState = :running AND attribute_not_exists(#deleted)";

/**
 * What W3 writes beside the task items: it must be one transaction.
 *
 * @throws ConfigError if the task configurations are more than a transaction may hold.
 */
export async function planActions(tables: TableNames, plan: Plan): Promise<TransactWriteItem[]> {
  const { connector, read, hash, config, tasks, now } = plan;
  const chunks = await toChunks(connector, { config, tasks });
  const generation = read.generation + 1;
  const values = { running: "RUNNING", read: read.version, one: 1, generation, now, hash };
  const set =
    "SET #generation = :generation, #generationSince = :now, #hash = :hash, #taskCount = :taskCount, " +
    "#tasksGeneration = :generation, #tasksChunks = :tasksChunks, #version = #version + :one";
  const puts = chunks.map((data, k) => ({
    Put: put({
      table: tables.status,
      key: statusKey(connector, STATUS_ITEM.taskConfigs(generation, k)),
      item: { data, chunks: chunks.length },
    }),
  }));
  return [
    {
      Update: update({
        table: tables.configs,
        key: connectorKey(connector),
        set,
        condition: PLANNABLE,
        values: { ...values, taskCount: tasks.length, tasksChunks: chunks.length },
      }),
    },
    ...puts,
    ...deleteTaskConfigs(tables, read),
  ];
}

/** The end of the task configurations that the connector item names. */
export function deleteTaskConfigs(
  tables: TableNames,
  { connector, tasksGeneration, tasksChunks }: ConnectorItem,
): TransactWriteItem[] {
  if (tasksGeneration === undefined) return [];
  return Array.from({ length: tasksChunks ?? 0 }, (_, k) => ({
    Delete: remove({
      table: tables.status,
      key: statusKey(connector, STATUS_ITEM.taskConfigs(tasksGeneration, k)),
    }),
  }));
}

/** A task item that is not usable before a move (W4), if there is none yet. */
export const putNewTask = (tables: TableNames, connector: string, task: number): TransactWriteItem => ({
  Put: put({
    table: tables.status,
    key: statusKey(connector, STATUS_ITEM.task(task)),
    item: { generation: 0, epoch: 0, sequence: 0 },
    condition: "attribute_not_exists(#connector)",
  }),
});

/** W3's condition, for a transaction that makes task items before it. */
export const checkPlannable = (tables: TableNames, { connector, version }: ConnectorItem): TransactWriteItem => ({
  ConditionCheck: conditionCheck({
    table: tables.configs,
    key: connectorKey(connector),
    condition: PLANNABLE,
    values: { read: version, running: "RUNNING" },
  }),
});
