import { Client } from "pg";

/** A table that one writer fills: ids 1, 2, 3 … without a gap, so that what is missing can be named. */
export interface SourceTable {
  readonly name: string;
  /** Where its rows go. */
  readonly topic: string;
}

/** What the row of an id says: anybody can tell a row that was mixed up. */
export const rowText = (table: string, id: number): string => `row ${id} of ${table}`;

/** Creates the tables, empty. */
export async function createSourceTables(databaseUrl: string, tables: readonly SourceTable[]): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const { name } of tables) {
      await client.query(`CREATE TABLE ${name} (id bigint PRIMARY KEY, text text NOT NULL)`);
    }
  } finally {
    await client.end();
  }
}

/** Inserts the rows with ids above `last` up to `last + count`, in one commit. */
export async function insertRows(client: Client, table: string, last: number, count: number): Promise<void> {
  await client.query(
    `INSERT INTO ${table} SELECT id, 'row ' || id || ' of ${table}' FROM generate_series($1::bigint, $2::bigint) AS id`,
    [last + 1, last + count],
  );
}

/** The highest id, 0 for an empty table. Throws when an id is missing: the judge counts on it. */
export async function lastId(client: Client, table: string): Promise<number> {
  const { rows } = await client.query<{ count: string; last: string | null }>(
    `SELECT count(*) AS count, max(id) AS last FROM ${table}`,
  );
  const [row] = rows;
  const last = Number(row?.last ?? 0);
  if (Number(row?.count) !== last)
    throw new Error(`Table ${table} has ${row?.count} rows, but its last id is ${last}.`);
  return last;
}
