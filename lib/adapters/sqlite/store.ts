import type { ControlStore } from "../../ports/control-store.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import { createSqliteControlStore } from "./control-store.ts";
import { SqliteFile } from "./sqlite-file.ts";
import { createSqliteTaskStore } from "./task-store.ts";

/** Both stores of standalone mode, over one file. */
export interface SqliteStore {
  readonly control: ControlStore;
  readonly tasks: TaskStore;
  /**
   * Gives back every lease, each with a new epoch (W14), and says how many there were. To be called once, at the start:
   * whoever holds the file knows that no other process runs a task, so a worker that was killed goes on at once.
   */
  freeAllLeases(): number;
  /** Forgets why tasks failed: a worker that is started again tries every task again, as Kafka Connect does. */
  forgetFailures(): void;
  /** Gives the file back. */
  close(): void;
}

/**
 * Opens the file of `offset.storage.file.filename`, or makes it. Until `close`, or the end of the process, no other
 * worker can open it.
 *
 * @throws ConfigError in one sentence if another worker holds the file, or if it is Java's or no file of ours, or can't
 *   be read and written. The file is then as it was.
 */
export function createSqliteStore(filename: string): SqliteStore {
  const file = SqliteFile.open(filename);
  const freeAll = file.database.prepare(
    "UPDATE tasks SET epoch = epoch + 1, owner = NULL, expires_at = NULL WHERE owner IS NOT NULL",
  );
  const forget = file.database.prepare("DELETE FROM task_failures");
  return {
    control: createSqliteControlStore(file),
    tasks: createSqliteTaskStore(file),
    freeAllLeases: () => file.transaction(() => Number(freeAll.run().changes)),
    forgetFailures: () => file.transaction(() => void forget.run()),
    close: () => file.close(),
  };
}
