import { Client } from "pg";
import { afterAll, afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { type SourceRecord, Struct } from "../../../../lib/connect/index.ts";
import { jdbcSource } from "../../../../lib/connectors/index.ts";
import { createDatabase } from "../../../../lib/local/postgres.ts";
import { ConnectorHarness, describeSourceConnector, drain } from "../../../contracts/source-connector.ts";

const open: Client[] = [];
afterAll(() => Promise.all(open.map((client) => client.end())));

interface Database {
  readonly url: URL;
  readonly sql: (text: string) => Promise<void>;
  readonly config: Record<string, string>;
}

/** A new database with what these statements make, and a configuration that reads it. */
async function database(...statements: readonly string[]): Promise<Database> {
  const url = new URL(await createDatabase(inject("postgresUrl")));
  const client = new Client({ connectionString: url.href });
  client.on("error", () => undefined);
  await client.connect();
  open.push(client);
  const sql = async (text: string): Promise<void> => {
    await client.query(text);
  };
  for (const statement of statements) await sql(statement);
  const config = {
    name: "rows",
    "connection.url": `jdbc:postgresql://${url.host}${url.pathname}`,
    "connection.user": url.username,
    "connection.password": "not needed by this server",
    "topic.prefix": "db.",
    mode: "incrementing",
    "incrementing.column.name": "id",
  };
  return { url, sql, config };
}

/** Has the test server, which trusts everybody, ask that one user for a password. */
async function demandPasswordOf(role: string, sql: Database["sql"]): Promise<void> {
  await sql(`DO $$ BEGIN
    EXECUTE format('COPY (VALUES (%L), (%L)) TO %L', 'host all ${role} all scram-sha-256', 'host all all all trust',
      current_setting('hba_file'));
    PERFORM pg_reload_conf();
  END $$`);
  const asRole = async (): Promise<unknown> => {
    const client = new Client({
      connectionString: Object.assign(new URL(inject("postgresUrl")), { username: role, password: "wrong" }).href,
    });
    try {
      await client.connect();
      return "let in";
    } catch {
      return "refused";
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  await expect.poll(asRole).toBe("refused");
}

const numbered = (table: string, rows: number): string =>
  `CREATE TABLE ${table} (id bigserial PRIMARY KEY, v text); INSERT INTO ${table} (v) SELECT 'row ' || i FROM generate_series(1, ${rows}) i`;

const ids = (records: readonly SourceRecord[]): unknown[] =>
  records.map((record) => `${record.topic} ${String(record.sourceOffset?.["incrementing"])}`);

const values = ({ value }: SourceRecord): unknown =>
  value instanceof Struct ? Object.fromEntries(value.schema.fields.map(({ name }) => [name, value.get(name)])) : value;

const types = (record: SourceRecord | undefined): unknown =>
  Object.fromEntries(
    (record?.valueSchema?.fields ?? []).map(({ name, schema }) => [
      name,
      (schema.name ?? schema.type).replace(/.*\./, "") + (schema.optional ? "?" : ""),
    ]),
  );

describeSourceConnector("JdbcSource with PostgreSQL", jdbcSource, async () => {
  const { sql, config } = await database(numbered("orders", 5), numbered("items", 4));
  return {
    config: { ...config, "batch.max.rows": "2" },
    add: () => sql("INSERT INTO orders (v) VALUES ('one more')"),
  };
});

describe("JdbcSource with PostgreSQL", () => {
  let harness: ConnectorHarness;
  beforeEach(() => {
    harness = new ConnectorHarness(jdbcSource);
  });
  afterEach(() => harness.stop());

  const first = async (config: Record<string, string>): Promise<SourceRecord | undefined> =>
    (await drain(await harness.start(config)))[0];

  test("gives every type exactly, whatever the server's settings", async () => {
    const { url, sql, config } = await database(
      "CREATE TYPE mood AS ENUM ('sad', 'ok')",
      "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
      `CREATE TABLE t (id int PRIMARY KEY, big bigint NOT NULL, small smallint, n numeric(20,2), r real, d double precision,
        b boolean, x bytea, c char(3), day date, clock time, ts timestamp, tz timestamptz, u uuid, j jsonb, m mood, p positive,
        many int[])`,
      `INSERT INTO t VALUES (1, 9223372036854775807, -5, 123456789012345678.90, 'NaN', 0.1, true, '\\x00ff', 'a',
        '0044-03-15 BC', '23:59:59.999999', '1969-12-31 23:59:59.999999', '2024-02-29 12:34:56.789999+05:30',
        'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"k": 1}', 'ok', 7, '{1,2}')`,
    );
    await sql(`ALTER DATABASE ${url.pathname.slice(1)} SET DateStyle = 'German'`);
    await sql(`ALTER DATABASE ${url.pathname.slice(1)} SET TimeZone = 'Asia/Kathmandu'`);
    await sql(`ALTER DATABASE ${url.pathname.slice(1)} SET bytea_output = 'escape'`);
    const record = await first(config);
    expect(record && values(record)).toMatchObject({
      id: 1,
      big: 9223372036854775807n,
      small: -5,
      n: { unscaled: 12345678901234567890n, scale: 2 },
      r: Number.NaN,
      d: 0.1,
      b: true,
      x: Buffer.of(0, 255),
      c: "a  ",
      day: { epochMillis: -735160n * 86_400_000n },
      clock: { epochMillis: 86_399_999n },
      ts: { epochMillis: -1n },
      tz: { epochMillis: 1709190296789n },
      u: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
      j: '{"k": 1}',
      m: "ok",
      p: 7,
    });
    expect(types(record)).toEqual({
      id: "INT32",
      big: "INT64",
      small: "INT16?",
      n: "Decimal?",
      r: "FLOAT32?",
      d: "FLOAT64?",
      b: "BOOLEAN?",
      x: "BYTES?",
      c: "STRING?",
      day: "Date?",
      clock: "Time?",
      ts: "Timestamp?",
      tz: "Timestamp?",
      u: "STRING?",
      j: "STRING?",
      m: "STRING?",
      p: "INT32?",
    });
    expect(harness.warnings).toEqual(["The column many of public.t has a type without mapping and is left out"]);
  });

  test.each([
    ["none", { a: "Decimal?", b: "Decimal?", c: "Decimal?" }],
    ["precision_only", { a: "INT16?", b: "Decimal?", c: "Decimal?" }],
    ["best_fit", { a: "INT16?", b: "FLOAT64?", c: "Decimal?" }],
    ["best_fit_eager_double", { a: "INT16?", b: "FLOAT64?", c: "FLOAT64?" }],
  ])("maps NUMERIC as numeric.mapping=%s says", async (mapping, expected) => {
    const { config } = await database(
      "CREATE TABLE t (id int PRIMARY KEY, a numeric(4), b numeric(10,2), c numeric(30,5))",
      "INSERT INTO t VALUES (1, -1234, 1.25, 2.5)",
    );
    expect(types(await first({ ...config, "numeric.mapping": mapping }))).toEqual({ id: "INT32", ...expected });
  });

  test("never rounds a NUMERIC without precision: it needs numeric.default.scale", async () => {
    const { config } = await database(
      "CREATE TABLE t (id int PRIMARY KEY, n numeric)",
      "INSERT INTO t VALUES (1, 1.25)",
    );
    await expect(first(config)).rejects.toThrow("A value in column n of public.t does not fit");
    const record = await first({ ...config, "numeric.default.scale": "4" });
    expect(record && values(record)).toMatchObject({ n: { unscaled: 12500n, scale: 4 } });
  });

  test("lists tables by schema and type, partitions instead of their parent", async () => {
    const { config } = await database(
      numbered("b", 1),
      numbered('"A"', 1),
      "CREATE SCHEMA s; CREATE TABLE s.c (id int PRIMARY KEY); CREATE VIEW v AS SELECT * FROM b",
      "CREATE TABLE part (id int) PARTITION BY RANGE (id); CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (9)",
    );
    const tables = async (extra: Record<string, string>): Promise<unknown> =>
      (await harness.taskConfigs({ ...config, ...extra }))[0]?.["tables"];
    expect(await tables({})).toBe('"public"."A","public"."b","public"."part_1","s"."c"');
    expect(await tables({ "schema.pattern": "s" })).toBe('"s"."c"');
    expect(await tables({ "table.types": "view" })).toBe('"public"."v"');
    expect(await tables({ "table.include.list": "public\\..*", "table.exclude.list": ".*\\.(b|part.*)" })).toBe(
      '"public"."A"',
    );
  });

  test("refuses two tables of one name, which would share a topic", async () => {
    const { config } = await database("CREATE SCHEMA s; CREATE TABLE t (id int); CREATE TABLE s.t (id int)");
    await expect(harness.taskConfigs(config)).rejects.toThrow("public.t and s.t would both go to the topic db.t");
  });

  test("stores offsets under schema.table and finds serial and identity columns by itself", async () => {
    const { config } = await database(
      numbered("s", 1),
      "CREATE TABLE i (k int GENERATED ALWAYS AS IDENTITY, v text); INSERT INTO i (v) VALUES ('x')",
    );
    const records = await drain(await harness.start({ ...config, "incrementing.column.name": "" }));
    expect(ids(records)).toEqual(["db.i 1", "db.s 1"]);
    expect(records.map((record) => record.sourcePartition)).toEqual([
      { protocol: "1", table: "public.i" },
      { protocol: "1", table: "public.s" },
    ]);
  });

  test("reads pages of an int column from beyond its range on without an error", async () => {
    const { config } = await database("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (5)");
    const task = await harness.start({ ...config, "incrementing.initial": "9007199254740992" });
    expect(await task.poll()).toBeNull();
  });

  test("reads 30,000 rows in many pages, each once and in order", async () => {
    const { config } = await database(numbered("t", 30_000));
    for (const mode of ["incrementing", "bulk"]) {
      const records = await drain(await harness.start({ ...config, mode, "batch.max.rows": "777" }));
      const read = records.map((record) => values(record));
      expect(read).toEqual(Array.from({ length: 30_000 }, (_, i) => ({ id: BigInt(i + 1), v: `row ${i + 1}` })));
    }
  });

  test("bulk sees the table as it was when the read began", async () => {
    const { sql, config } = await database(numbered("t", 250));
    const task = await harness.start({ ...config, mode: "bulk", "batch.max.rows": "10" });
    await task.poll();
    await sql("INSERT INTO t (v) VALUES ('late'); DELETE FROM t WHERE id = 200");
    expect(await drain(task)).toHaveLength(240);
  });

  test("goes on after the server cut the connection, from behind the last row handed over", async () => {
    const { sql, config } = await database(numbered("t", 30_000));
    const task = await harness.start({ ...config, "batch.max.rows": "60" });
    const records = await drain(task, 2);
    await sql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sluice rows' AND datname = current_database()",
    );
    const failures: unknown[] = [];
    while (failures.length < 3) {
      try {
        const batch = await task.poll();
        if (batch === null) break;
        records.push(...batch.records);
      } catch (error) {
        failures.push(error);
      }
    }
    expect(failures).toMatchObject([
      { retriable: true, message: expect.stringContaining('Reading the table "public"."t" failed') },
    ]);
    expect(records.map((record) => record.sourceOffset?.["incrementing"])).toEqual(
      Array.from({ length: 30_000 }, (_, i) => BigInt(i + 1)),
    );
  });

  test("ends a poll that waits for the database as soon as the task has to end", async () => {
    const { url, config } = await database(numbered("t", 5));
    const [taskConfig = {}] = await harness.taskConfigs(config);
    const ending = new AbortController();
    const task = await harness.startTask(taskConfig, 0, ending.signal);
    const locker = new Client({ connectionString: url.href });
    await locker.connect();
    await locker.query("BEGIN; LOCK TABLE t");
    const polling = task.poll();
    await expect
      .poll(
        async () =>
          (
            await locker.query(
              "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'sluice rows' AND datname = current_database()",
            )
          ).rowCount,
      )
      .toBe(1);
    ending.abort();
    expect(await polling).toBeNull();
    await locker.end();
  });

  test("leaves no connection behind once it is stopped", async () => {
    const { config, url } = await database(numbered("t", 500));
    await drain(await harness.start({ ...config, "batch.max.rows": "60" }), 1);
    await harness.stop();
    const client = new Client({ connectionString: url.href });
    await client.connect();
    open.push(client);
    await expect
      .poll(
        async () =>
          (
            await client.query(
              "SELECT FROM pg_stat_activity WHERE application_name = 'sluice rows' AND datname = current_database()",
            )
          ).rowCount,
      )
      .toBe(0);
  });

  describe("what can't be read is told in one sentence, without the password", () => {
    const secret = "s3cret-word";

    async function failure(config: Record<string, string>): Promise<string> {
      const failed: unknown = await harness
        .start(config)
        .then((task) => drain(task))
        .catch((error: unknown) => error);
      if (!(failed instanceof Error)) throw new Error("nothing failed");
      const chain = [failed, failed.cause]
        .map((error) => (error instanceof Error ? `${error.message} ${error.stack}` : ""))
        .join();
      expect(chain + harness.warnings.join()).not.toContain(secret);
      return failed.message;
    }

    test("a wrong password, at the first try", async () => {
      const { sql, config } = await database(numbered("t", 1), "DROP ROLE IF EXISTS guarded");
      await sql("CREATE ROLE guarded LOGIN PASSWORD 'another word'");
      await demandPasswordOf("guarded", sql);
      const before = harness.clock.now();
      const wrong = { ...config, "connection.user": "guarded", "connection.password": secret };
      expect(await failure(wrong)).toMatch(
        /^Can't connect to PostgreSQL at .*: password authentication failed for user "guarded"$/,
      );
      expect(harness.clock.now()).toBe(before);
    });

    test("an unknown user", async () => {
      const { config } = await database();
      const url = `${config["connection.url"]}?user=nobody_of_this_name&password=${secret}`;
      expect(await failure({ ...config, "connection.url": url })).toMatch(/role "nobody_of_this_name" does not exist/);
    });

    test("an unreachable server, after connection.attempts tries", async () => {
      const { config } = await database();
      const before = harness.clock.now();
      const unreachable = {
        ...config,
        "connection.url": `jdbc:postgresql://127.0.0.1:1/x?password=${secret}`,
        "connection.backoff.ms": "700",
      };
      expect(await failure(unreachable)).toMatch(/127\.0\.0\.1:1, database x .*ECONNREFUSED.*\(tried 3 times\)/);
      expect(harness.clock.now() - before).toBe(1400);
    });

    test("an unknown database", async () => {
      const { config, url } = await database();
      expect(await failure({ ...config, "connection.url": `jdbc:postgresql://${url.host}/no_such` })).toMatch(
        /database "no_such" does not exist/,
      );
    });

    test("a server without TLS where TLS is required", async () => {
      const { config } = await database();
      expect(await failure({ ...config, "connection.url": `${config["connection.url"]}?sslmode=require` })).toMatch(
        /does not support SSL/,
      );
    });

    test("a table without the incrementing column", async () => {
      const { config } = await database("CREATE TABLE t (x int)");
      expect(await failure(config)).toMatch(/table "public"\."t" has no column id .*it has x/);
    });

    test("a table that may not be read", async () => {
      const { sql, config } = await database(numbered("t", 1));
      await sql("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN");
      expect(await failure({ ...config, "connection.user": "reader" })).toMatch(
        /Reading the table "public"\."t" failed: .*permission denied/,
      );
    });
  });
});
