import type { Client } from "pg";
import { employeesColumns, type EmployeesTable } from "../../lib/local/employees/index.ts";

const integer = { type: "int32", optional: false };
const schemas = {
  integer,
  text: { type: "string", optional: false },
  date: { ...integer, name: "org.apache.kafka.connect.data.Date", version: 1 },
} as const;

/**
 * What Kafka Connect's JsonConverter writes for each row of a table, in the order of `id`: schema and payload, dates as
 * days since 1970-01-01. Made from the rows by PostgreSQL and JSON.stringify, without any code of ours.
 */
export async function expectedRecords(client: Client, table: EmployeesTable): Promise<string[]> {
  const columns = employeesColumns[table];
  const fields = [
    { type: "int64", optional: false, field: "id" },
    ...columns.map(({ name, type }) => ({ ...schemas[type], field: name })),
  ];
  const schema = { type: "struct", fields, optional: false, name: table };
  const select = columns.map(({ name, type }) => (type === "date" ? `${name} - DATE '1970-01-01' AS ${name}` : name));
  const { rows } = await client.query<Record<string, unknown>>(
    `SELECT id::int AS id, ${select.join(", ")} FROM ${table} ORDER BY ${table}.id`,
  );
  return rows.map((payload) => JSON.stringify({ schema, payload }));
}
