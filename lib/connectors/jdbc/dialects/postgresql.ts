import type { Client, FieldDef } from "pg";
import type { ColumnDescription, Connection, Cursor, Dialect, Rows } from "../dialect.ts";
import { quote, quoted, type TableId } from "../table-id.ts";
import { DESCRIBE_TABLE, LIST_TABLES } from "./postgresql-catalog.ts";
import { connectPostgres } from "./postgresql-connect.ts";
import { postgresError } from "./postgresql-errors.ts";
import { mapPostgresColumn } from "./postgresql-types.ts";

/** PostgreSQL, by `pg`. Every value comes as the text that the server sends; nothing is parsed by the driver. */
export const postgresDialect: Dialect = {
  parameter: (n) => `$${n}::bigint`,
  quote,
  connect: async (options) => new PostgresConnection(await connectPostgres(options)),
};

/** For `pg`: leave each value as it came. */
const asText = { getTypeParser: () => (text: string) => text };

class PostgresConnection implements Connection {
  readonly mapColumn = mapPostgresColumn;
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  wider(_before: string, now: string): string {
    return now;
  }

  async listTables(filter: {
    readonly schemaPattern: string | undefined;
    readonly types: readonly string[];
  }): Promise<TableId[]> {
    const types = filter.types.map((type) => type.toUpperCase());
    const { rows } = await this.#run(LIST_TABLES, [types, filter.schemaPattern ?? "%"]);
    return rows.map(([schema, name]) => ({ schema: String(schema), name: String(name) }));
  }

  async describe(table: TableId): Promise<ColumnDescription[]> {
    const { rows } = await this.#run(DESCRIBE_TABLE, [quoted(table)]);
    return rows.map(([name, type, nullable, autoIncrement, primaryKey]) => ({
      name: String(name),
      type: String(type),
      nullable: nullable === "t",
      autoIncrement: autoIncrement === "t",
      primaryKey: primaryKey === "t",
    }));
  }

  query(sql: string, parameters: readonly bigint[]): Promise<Rows> {
    return this.#run(sql, parameters.map(String));
  }

  async openCursor(sql: string): Promise<Cursor> {
    await this.#run("BEGIN READ ONLY", []);
    await this.#run(`DECLARE sluice NO SCROLL CURSOR FOR ${sql}`, []);
    return {
      fetch: (count) => this.#run(`FETCH FORWARD ${count} FROM sluice`, []),
      // Nothing was written, so this is as good as a commit, and it also ends a transaction that failed.
      close: async () => {
        await this.#client.query("ROLLBACK").catch(() => undefined);
      },
    };
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }

  async #run(text: string, values: readonly unknown[]): Promise<Rows> {
    try {
      const result = await this.#client.query<unknown[]>({
        text,
        values: [...values],
        rowMode: "array",
        types: asText,
      });
      return { columns: result.fields.map(column), rows: result.rows };
    } catch (error) {
      throw postgresError("PostgreSQL refused a statement", error);
    }
  }
}

const column = ({ name, dataTypeID, dataTypeModifier }: FieldDef): { name: string; type: string } => ({
  name,
  type: `${dataTypeID}:${dataTypeModifier}`,
});
