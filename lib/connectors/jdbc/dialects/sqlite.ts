import type { DatabaseSync } from "node:sqlite";
import type { ColumnDescription, Connection, ConnectOptions, Cursor, Dialect, ResultColumn, Rows } from "../dialect.ts";
import { quote, type TableId } from "../table-id.ts";
import { sqliteError } from "./sqlite-errors.ts";
import { sqliteType, widerSqliteType } from "./sqlite-types.ts";
import { mapSqliteColumn } from "./sqlite-values.ts";

/** How long a statement waits for a writer of the same file, in milliseconds. */
const BUSY_TIMEOUT = 5000;

/** SQLite, by `node:sqlite`: part of Node, so it costs a bundle nothing. */
export const sqliteDialect: Dialect = {
  parameter: () => "?",
  quote,
  async connect({ url }: ConnectOptions): Promise<Connection> {
    const { DatabaseSync } = await import("node:sqlite");
    const path = url.database.replace(/^file:(?:\/\/(?=\/))?([^?]*).*$/, "$1");
    return guarded(path, () => {
      const database = new DatabaseSync(path, { readOnly: path !== ":memory:", timeout: BUSY_TIMEOUT });
      database.prepare("SELECT count(*) FROM sqlite_schema").get();
      return new SqliteConnection(path, database);
    });
  },
};

class SqliteConnection implements Connection {
  readonly mapColumn = mapSqliteColumn;
  readonly wider = widerSqliteType;
  readonly #path: string;
  readonly #database: DatabaseSync;

  constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.#database = database;
  }

  async listTables({ types }: { readonly types: readonly string[] }): Promise<TableId[]> {
    const known = new Set(types.map((type) => type.toLowerCase()).filter((type) => /^(table|view)$/.test(type)));
    const { rows } = this.#all(
      `SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name`,
      [],
    );
    // sqlite-jdbc lists everything when it knows none of the types; tables come first in any case.
    const listed = rows.filter(([type]) => known.size === 0 || known.has(String(type)));
    return listed.map(([, name]) => ({ schema: undefined, name: String(name) }));
  }

  async describe({ name }: TableId): Promise<ColumnDescription[]> {
    const { rows } = this.#all(
      `SELECT c.name, c.type, c."notnull", c.pk, s.sql, s.type FROM sqlite_schema s JOIN pragma_table_xinfo(s.name) c WHERE s.name = ? AND s.type IN ('table', 'view') ORDER BY c.cid`,
      [name],
    );
    const origins = rows[0]?.[5] === "view" ? this.#viewOrigins(name) : new Map<string, boolean>();
    return rows.map(([column, type, notNull, primaryKey, sql]) => ({
      name: String(column),
      type: String(type),
      nullable: notNull === 0n && !origins.get(String(column)),
      primaryKey: primaryKey !== 0n,
      autoIncrement: primaryKey === 1n && /\bAUTOINCREMENT\b/i.test(String(sql)),
    }));
  }

  /** Whether the columns that a view takes from tables are NOT NULL there, as sqlite-jdbc reports them. */
  #viewOrigins(view: string): Map<string, boolean> {
    const columns = guarded(this.#path, () => this.#prepare(`SELECT * FROM ${quote(view)}`).columns());
    return new Map(
      columns.map(({ name, table, column }) => {
        const { rows } = this.#all(`SELECT "notnull" FROM pragma_table_xinfo(?) WHERE name = ?`, [table, column]);
        return [name, rows[0]?.[0] === 1n];
      }),
    );
  }

  async query(sql: string, parameters: readonly bigint[]): Promise<Rows> {
    return this.#all(sql, parameters);
  }

  async openCursor(sql: string): Promise<Cursor> {
    return guarded(this.#path, () => {
      const statement = this.#prepare(sql);
      const names = statement.columns();
      const rows = statement.iterate();
      return {
        fetch: async (count: number): Promise<Rows> =>
          guarded(this.#path, () => {
            const fetched: (readonly unknown[])[] = [];
            while (fetched.length < count) {
              const next = rows.next();
              if (next.done) break;
              fetched.push(arrayOf(next.value));
            }
            return { columns: resultColumns(names, fetched), rows: fetched };
          }),
        close: async (): Promise<void> => {
          if (this.#database.isOpen) rows.return?.();
        },
      };
    });
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }

  #all(sql: string, parameters: readonly (bigint | string | null)[]): Rows {
    return guarded(this.#path, () => {
      const statement = this.#prepare(sql);
      const rows = statement.all(...parameters).map(arrayOf);
      return { columns: resultColumns(statement.columns(), rows), rows };
    });
  }

  #prepare(sql: string): ReturnType<DatabaseSync["prepare"]> {
    const statement = this.#database.prepare(sql);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    return statement;
  }
}

interface NamedColumn {
  readonly name: string;
  readonly type: string | null;
}

const resultColumns = (columns: readonly NamedColumn[], rows: Rows["rows"]): ResultColumn[] =>
  columns.map(({ name, type }, i) => ({ name, type: sqliteType(type ?? "", rows, i) }));

/** `setReturnArrays` is not in the driver's types. */
function arrayOf(row: unknown): readonly unknown[] {
  if (!Array.isArray(row)) throw new TypeError("node:sqlite gave a row that is no array");
  return row;
}

function guarded<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw sqliteError(path, error);
  }
}
