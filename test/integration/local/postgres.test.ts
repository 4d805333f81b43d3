import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createDatabase, startPostgres } from "../../../lib/local/postgres.ts";

describe("the local PostgreSQL", () => {
  let client: Client;

  beforeAll(async () => {
    client = new Client({ connectionString: await createDatabase(inject("postgresUrl")) });
    await client.connect();
  });

  afterAll(() => client.end());

  test("gives each test an empty database", async () => {
    const { rows } = await client.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    expect(rows).toEqual([]);
  });

  test("keeps 64-bit numbers, and texts of any language", async () => {
    await client.query("CREATE TABLE t (id bigint, name text)");
    await client.query("INSERT INTO t VALUES (9007199254740993, 'Zoë 山田')");
    const { rows } = await client.query("SELECT id, name FROM t");
    expect(rows).toEqual([{ id: "9007199254740993", name: "Zoë 山田" }]);
  });

  test("sorts by code point and lives in UTC, on every machine", async () => {
    const { rows } = await client.query("SELECT 'B' < 'a' AS sorted, current_setting('timezone') AS zone");
    expect(rows).toEqual([{ sorted: true, zone: "UTC" }]);
  });
});

test("a PostgreSQL of one's own has its rows again after a stop, at the same address", async () => {
  await using server = await startPostgres();
  const query = async (sql: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: server.url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  await query("CREATE TABLE kept AS SELECT 1 AS id");
  await server.stopServer();
  await expect(query("SELECT id FROM kept")).rejects.toThrow("ECONNREFUSED");
  await server.startServer();
  expect(await query("SELECT id FROM kept")).toEqual([{ id: 1 }]);
});
