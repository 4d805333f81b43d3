import type { SQLInputValue, StatementSync } from "node:sqlite";
import type { TaskFailure, TaskItem, TaskLease, TaskStore, TaskWrite } from "../../ports/task-store.ts";
import { checkCount, MAX_PARTITIONS, offsetWriter } from "./offsets.ts";
import { integer, optionalInteger, optionalOneOf, optionalText, type Row, text } from "./row.ts";
import type { SqliteFile } from "./sqlite-file.ts";

/** Task items and offsets in the database file: each write of DESIGN §6 and §7 is one transaction with its condition in SQL. */
export function createSqliteTaskStore(file: SqliteFile): TaskStore {
  const { database } = file;
  const THIS_TASK = "connector = :connector AND task = :task";
  const MINE = `${THIS_TASK} AND owner = :owner AND epoch = :epoch`;
  const list = database.prepare("SELECT * FROM tasks WHERE connector = ? ORDER BY task");
  const read = database.prepare("SELECT * FROM tasks WHERE connector = ? AND task = ?");
  const move = database.prepare(`
    UPDATE tasks SET generation = :generation, epoch = epoch + 1, owner = NULL, expires_at = NULL
    WHERE ${THIS_TASK} AND generation < :generation AND (:force OR owner IS NULL OR expires_at < :now) RETURNING *`);
  const acquire = database.prepare(`
    UPDATE tasks SET owner = :owner, epoch = epoch + 1, expires_at = :expiresAt
    WHERE ${THIS_TASK} AND generation = :generation AND (owner IS NULL OR expires_at < :now) RETURNING *`);
  const extend = database.prepare(`UPDATE tasks SET expires_at = :expiresAt WHERE ${MINE} RETURNING *`);
  const release = database.prepare(`UPDATE tasks SET owner = NULL, expires_at = NULL WHERE ${MINE} RETURNING *`);
  const free = database.prepare(`
    UPDATE tasks SET epoch = epoch + 1, owner = NULL, expires_at = NULL, state = 'FAILED'
    WHERE ${MINE} RETURNING *`);
  const advance = database.prepare(`
    UPDATE tasks SET
      sequence = :sequence, records = :records, bytes = :bytes, owner = iif(:release, NULL, owner),
      expires_at = iif(:release, NULL, :expiresAt)
    WHERE ${MINE} AND sequence < :sequence RETURNING *`);
  const putOffsets = offsetWriter(database);
  const readOffset = database.prepare('SELECT "offset" FROM offsets WHERE connector = ? AND partition = ?');
  const listOffsets = database.prepare('SELECT * FROM offsets WHERE connector = ? AND "offset" IS NOT NULL');
  const setState = database.prepare(`UPDATE tasks SET state = :state WHERE ${MINE} RETURNING *`);
  const putFailure = database.prepare(`
    INSERT OR REPLACE INTO task_failures
      (connector, task, trace, worker_id, generation, sequence, failures, retry_at)
    VALUES (:connector, :task, :trace, :workerId, :generation, :sequence, :failures, :retryAt)`);
  const listFailures = database.prepare("SELECT * FROM task_failures WHERE connector = ?");

  /** One conditional write of one task item, with what belongs to it. */
  function write(
    statement: StatementSync,
    values: Record<string, SQLInputValue> & { readonly connector: string; readonly task: number },
    andThen?: () => void,
  ): TaskWrite {
    return file.transaction(() => {
      const row = statement.get(values);
      if (row) {
        andThen?.();
        return { accepted: true, item: taskItem(row) };
      }
      const standing = read.get(values.connector, values.task);
      return { accepted: false, item: standing && taskItem(standing) };
    });
  }

  const keepFailure = (connector: string, task: number, failure: TaskFailure): void =>
    void putFailure.run({ ...failure, connector, task, retryAt: failure.retryAt ?? null });

  return {
    maxPartitions: MAX_PARTITIONS,
    async listTasks(connector) {
      return list.all(connector).map(taskItem);
    },
    async moveTask({ connector, task, generation, now, force }) {
      return write(move, { connector, task, generation, now, force: force ? 1 : 0 });
    },
    async acquireLease({ connector, task, generation, owner, now, expiresAt }) {
      return write(acquire, { connector, task, generation, owner, now, expiresAt });
    },
    async extendLease(lease, expiresAt) {
      return write(extend, { ...namesOf(lease), expiresAt });
    },
    async releaseLease(lease) {
      return write(release, namesOf(lease));
    },
    async freeLease(connector, { task, owner = null, epoch }, failure) {
      return write(free, { connector, task, owner, epoch }, () => keepFailure(connector, task, failure));
    },
    async checkpoint({ lease, sequence, expiresAt, offsets, updatedAt, progress, release }) {
      const { connector } = lease;
      checkCount({ connector, offsets });
      const { records, bytes } = progress;
      const values = { ...namesOf(lease), sequence, records, bytes, expiresAt, release: release ? 1 : 0 };
      return write(advance, values, () => putOffsets({ connector, offsets, updatedAt }));
    },
    async readOffsets(connector, partitions) {
      const found = new Map<string, string | null>();
      for (const partition of partitions) {
        const row = readOffset.get(connector, partition);
        if (row) found.set(partition, optionalText(row, "offset") ?? null);
      }
      return found;
    },
    async listOffsets(connector) {
      return new Map(listOffsets.all(connector).map((row) => [text(row, "partition"), text(row, "offset")]));
    },
    async writeTaskState(lease, state) {
      return write(setState, { ...namesOf(lease), state });
    },
    async writeTaskFailure(lease, failure) {
      const { connector, task } = lease;
      return write(setState, { ...namesOf(lease), state: "FAILED" }, () => keepFailure(connector, task, failure));
    },
    async listFailures(connector) {
      return new Map(listFailures.all(connector).map((row) => [integer(row, "task"), taskFailure(row)]));
    },
  };
}

/** What a write of the lease's holder names. */
const namesOf = ({ connector, task, owner, epoch }: TaskLease) => ({ connector, task, owner, epoch });

function taskItem(row: Row): TaskItem {
  const records = optionalInteger(row, "records");
  return {
    task: integer(row, "task"),
    generation: integer(row, "generation"),
    epoch: integer(row, "epoch"),
    owner: optionalText(row, "owner"),
    expiresAt: optionalInteger(row, "expires_at"),
    sequence: integer(row, "sequence"),
    state: optionalOneOf(row, "state", ["RUNNING", "PAUSED", "STOPPED", "FAILED", "UNASSIGNED"]),
    progress: records === undefined ? undefined : { records, bytes: integer(row, "bytes") },
  };
}

function taskFailure(row: Row): TaskFailure {
  return {
    trace: text(row, "trace"),
    workerId: text(row, "worker_id"),
    generation: integer(row, "generation"),
    sequence: integer(row, "sequence"),
    failures: integer(row, "failures"),
    retryAt: optionalInteger(row, "retry_at"),
  };
}
