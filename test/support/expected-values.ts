import { Client } from "pg";
import { employeesColumns, type EmployeesTable } from "../../lib/local/employees/index.ts";

/** What JsonConverter writes without schemas for each row of a table, by id; made from the database's own texts. */
export async function expectedValues(database: string, table: EmployeesTable): Promise<string[]> {
  const columns = employeesColumns[table].map(({ name, type }) =>
    type === "date" ? `${name} - DATE '1970-01-01' AS ${name}` : name,
  );
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    // BIGINT comes as text: the ids of the sample are small enough to be written as numbers.
    const { rows } = await client.query<Record<string, unknown>>(
      `SELECT id, ${columns.join(", ")} FROM ${table} ORDER BY id`,
    );
    return rows.map((row) => JSON.stringify({ ...row, id: Number(row["id"]) }));
  } finally {
    await client.end();
  }
}
