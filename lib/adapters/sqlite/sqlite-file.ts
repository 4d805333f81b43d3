import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { ConfigError, ConnectError } from "../../connect/errors.ts";
import { checkFile } from "./check-file.ts";
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION, UPGRADES } from "./schema.ts";

/** SQLite's result code when somebody else holds the lock (sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;

const HELD = "which another worker is using: stop that one, or name a file of this worker's own";

/**
 * The files that this process holds, by device and inode. On POSIX systems a process loses its locks on a file when it
 * closes any descriptor of it, so a file held here must not even be looked into a second time.
 */
const heldFiles = new Set<string>();

/**
 * The one database file of standalone mode, held alone by this process from `open` to `close`: nobody else can read or
 * write it meanwhile. A transaction is on the disk when it returns.
 */
export class SqliteFile {
  readonly database: DatabaseSync;
  readonly #file: string;
  readonly #identity: string;

  private constructor(file: string, database: DatabaseSync) {
    this.#file = file;
    this.database = database;
    this.#identity = identityOf(file);
    heldFiles.add(this.#identity);
  }

  /**
   * Opens the file, or makes it.
   *
   * @throws ConfigError naming `offset.storage.file.filename` if the file can't be used or another worker holds it.
   */
  static open(file: string): SqliteFile {
    const refuse = (reason: string, cause?: unknown): never => {
      throw new ConfigError(`offset.storage.file.filename is ${file}, ${reason}`, { cause });
    };
    if (heldFiles.has(identityOf(file))) return refuse(HELD);
    checkFile(file);
    const database = new DatabaseSync(file);
    try {
      // EXCLUSIVE keeps the lock of the first transaction; EXTRA syncs the folder too, as a lost journal undoes a commit.
      database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = EXTRA; BEGIN EXCLUSIVE");
      prepareTables(database);
      database.exec("COMMIT; PRAGMA journal_mode = DELETE");
      return new SqliteFile(file, database);
    } catch (cause) {
      database.close();
      const locked = cause instanceof Error && "errcode" in cause && cause.errcode === SQLITE_BUSY;
      if (locked) return refuse(HELD, cause);
      return refuse(`which is no usable database (${messageOf(cause)}): put back a copy, or name another file`, cause);
    }
  }

  /**
   * Does all of `write` or nothing.
   *
   * @throws ConnectError naming the file when it can't be written.
   */
  transaction<T>(write: () => T): T {
    try {
      this.database.exec("BEGIN");
      const result = write();
      this.database.exec("COMMIT");
      return result;
    } catch (cause) {
      if (this.database.isOpen && this.database.isTransaction) this.database.exec("ROLLBACK");
      throw new ConnectError(`${this.#file} (offset.storage.file.filename) can't be written: ${messageOf(cause)}`, {
        cause,
      });
    }
  }

  close(): void {
    this.database.close();
    heldFiles.delete(this.#identity);
  }
}

function prepareTables(database: DatabaseSync): void {
  const version = Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
  if (version === 0) {
    database.exec(`${SCHEMA}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`);
    return;
  }
  const damage = database.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
  if (damage !== "ok") throw new Error(`it is damaged: ${String(damage)}`);
  if (version === SCHEMA_VERSION) return;
  database.exec(`${UPGRADES.slice(version - 1).join(";")}; PRAGMA user_version = ${SCHEMA_VERSION}`);
}

function identityOf(file: string): string {
  try {
    const { dev, ino } = statSync(file, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    // Not there yet, or not to be reached: the check of the file says which.
    return "";
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
