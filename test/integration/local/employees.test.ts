import { Client } from "pg";
import { expect, inject, test } from "vitest";
import {
  createEmployeesPostgres,
  employeesTables,
  insertNewHiresPostgres,
} from "../../../lib/local/employees/index.ts";
import { createDatabase } from "../../../lib/local/postgres.ts";

test("the employees sample lies in PostgreSQL as in SQLite, and grows", async () => {
  const url = await createDatabase(inject("postgresUrl"));
  const counts = await createEmployeesPostgres(url, { employees: 500 });
  expect(counts).toMatchObject({ departments: 9, employees: 500, dept_manager: 24 });
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const table of employeesTables) {
      const { rows } = await client.query(`SELECT count(*)::int AS n, max(id)::int AS last FROM ${table}`);
      expect([table, rows]).toEqual([table, [{ n: counts[table], last: counts[table] }]]);
    }
    const added = await insertNewHiresPostgres(client, 3);
    expect(added).toEqual({ departments: 0, employees: 3, dept_emp: 3, dept_manager: 0, titles: 3, salaries: 3 });
    const { rows } = await client.query(
      "SELECT to_date::text FROM salaries WHERE emp_no = (SELECT max(emp_no) FROM employees)",
    );
    expect(rows).toEqual([{ to_date: "9999-01-01" }]);
  } finally {
    await client.end();
  }
});
