import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { TaskFailure, TaskLease, TaskStore, TaskWrite, TransactionWrite } from "../../ports/task-store.ts";
import { type ItemUpdate, put, update } from "./actions.ts";
import { type Attributes, optionalText, text, type Value } from "./attributes.ts";
import { MAX_PARTITIONS, putOffsets } from "./offset-item.ts";
import { partitionSortKey } from "./partition-key.ts";
import type { Requests } from "./requests.ts";
import { offsetKey, STATUS_ITEM, statusKey, TABLE_KEYS, type TableNames } from "./table-layout.ts";
import { shortTrace, taskOf, toTaskFailure, toTaskItem } from "./task-item.ts";

const MINE = "#owner = :owner AND #epoch = :epoch";
const FREE = "(attribute_not_exists(#owner) OR #expiresAt < :now)";

/**
 * Task items and offsets in DynamoDB: one conditional write each (DESIGN §6, §7). The SDK repeats a write whose answer
 * it lost; the repetition is then refused by what the first try has written, and the item that the refusal returns tells
 * it: the caller's own `owner` (W5), the write's own `sequence` (W8), the new generation (W4).
 */
export function createDynamoDbTaskStore(requests: Requests, tables: TableNames): TaskStore {
  const updateTask = (
    connector: string,
    task: number,
    set: string,
    condition: string,
    values: Readonly<Record<string, Value>>,
  ): ItemUpdate =>
    update({ table: tables.status, key: statusKey(connector, STATUS_ITEM.task(task)), set, condition, values });

  const updateAsOwner = (
    { connector, task, owner, epoch }: TaskLease,
    set: string,
    values: Readonly<Record<string, Value>> = {},
    condition = MINE,
  ): ItemUpdate => updateTask(connector, task, set, condition, { owner, epoch, ...values });

  async function write(action: ItemUpdate): Promise<TaskWrite> {
    const { accepted, item } = await requests.update(action);
    if (accepted && item) return { accepted, item: toTaskItem(item) };
    return { accepted: false, item: item && toTaskItem(item) };
  }

  const readTask = async (connector: string, task: number): Promise<TaskWrite & { accepted: false }> => {
    const key = statusKey(connector, STATUS_ITEM.task(task));
    const item = await requests.get(tables.status, key, { consistent: true });
    return { accepted: false, item: item && toTaskItem(item) };
  };

  /** A transaction whose first action is the task item's: the one that a refusal is told of. */
  async function transact(
    connector: string,
    task: number,
    actions: readonly [{ readonly Update: ItemUpdate }, ...TransactWriteItem[]],
  ): Promise<TransactionWrite> {
    const { accepted, item } = await requests.transact(connector, actions);
    if (accepted) return { accepted };
    return item ? { accepted, item: toTaskItem(item) } : readTask(connector, task);
  }

  const putTrace = (connector: string, task: number, failure: TaskFailure): TransactWriteItem => ({
    Put: put({
      table: tables.status,
      key: statusKey(connector, STATUS_ITEM.trace(task)),
      item: { ...failure, trace: shortTrace(failure.trace) },
    }),
  });

  const queryStatus = (connector: string, prefix: string): Promise<Attributes[]> =>
    requests.query(tables.status, connector, { name: TABLE_KEYS.status.sortKey, prefix });

  return {
    maxPartitions: MAX_PARTITIONS,
    async listTasks(connector) {
      const items = (await queryStatus(connector, STATUS_ITEM.allTasks)).map(toTaskItem);
      return items.toSorted((a, b) => a.task - b.task);
    },
    moveTask({ connector, task, generation, now, force }) {
      const set = "SET #generation = :generation, #epoch = #epoch + :one REMOVE #owner, #expiresAt";
      const condition = `#generation < :generation${force ? "" : ` AND ${FREE}`}`;
      return write(updateTask(connector, task, set, condition, { generation, one: 1, now }));
    },
    acquireLease({ connector, task, generation, owner, now, expiresAt }) {
      const set = "SET #owner = :owner, #epoch = #epoch + :one, #expiresAt = :expiresAt";
      const values = { generation, owner, one: 1, now, expiresAt };
      return write(updateTask(connector, task, set, `#generation = :generation AND ${FREE}`, values));
    },
    extendLease(lease, expiresAt) {
      return write(updateAsOwner(lease, "SET #expiresAt = :expiresAt", { expiresAt }));
    },
    releaseLease(lease) {
      return write(updateAsOwner(lease, "REMOVE #owner, #expiresAt"));
    },
    async freeLease(connector, { task, owner, epoch }, failure) {
      if (owner === undefined) return readTask(connector, task);
      const set = "SET #epoch = #epoch + :one, #state = :failed REMOVE #owner, #expiresAt";
      const values = { owner, epoch, one: 1, failed: "FAILED" };
      return transact(connector, task, [
        { Update: updateTask(connector, task, set, MINE, values) },
        putTrace(connector, task, failure),
      ]);
    },
    async checkpoint({ lease, sequence, expiresAt, offsets, updatedAt, progress: { records, bytes }, release }) {
      const { connector, task } = lease;
      const set =
        "SET #sequence = :sequence, #progress = :progress" +
        (release ? " REMOVE #owner, #expiresAt" : ", #expiresAt = :expiresAt");
      const values = { sequence, expiresAt, progress: { records, bytes } };
      return transact(connector, task, [
        { Update: updateAsOwner(lease, set, values, `${MINE} AND #sequence < :sequence`) },
        ...putOffsets({ table: tables.offsets, connector, offsets, updatedAt }),
      ]);
    },
    async readOffsets(connector, partitions) {
      const bySortKey = new Map(partitions.map((partition) => [partitionSortKey(partition), partition]));
      const keys = Array.from(bySortKey.keys(), (sortKey) => offsetKey(connector, sortKey));
      const items = await requests.getAll(tables.offsets, connector, keys);
      return new Map(
        items.map((item) => [
          bySortKey.get(text(item, "partition")) ?? text(item, "partition"),
          optionalText(item, "offset") ?? null,
        ]),
      );
    },
    async listOffsets(connector) {
      const found = new Map<string, string>();
      for (const item of await requests.query(tables.offsets, connector)) {
        const offset = optionalText(item, "offset");
        if (offset !== undefined) found.set(optionalText(item, "partitionText") ?? text(item, "partition"), offset);
      }
      return found;
    },
    writeTaskState(lease, state) {
      return write(updateAsOwner(lease, "SET #state = :state", { state }));
    },
    async writeTaskFailure(lease, failure) {
      const { connector, task } = lease;
      return transact(connector, task, [
        { Update: updateAsOwner(lease, "SET #state = :failed", { failed: "FAILED" }) },
        putTrace(connector, task, failure),
      ]);
    },
    async listFailures(connector) {
      const items = await queryStatus(connector, STATUS_ITEM.allTraces);
      return new Map(items.map((item) => [taskOf(item), toTaskFailure(item)]));
    },
  };
}
