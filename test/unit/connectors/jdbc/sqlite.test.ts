import { mkdtempSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { type SourceRecord, Struct } from "../../../../lib/connect/index.ts";
import { jdbcSource } from "../../../../lib/connectors/index.ts";
import { ConnectorHarness, describeSourceConnector, drain } from "../../../contracts/source-connector.ts";

const folder = mkdtempSync(join(tmpdir(), "jdbc-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;

/** A new database file with what these statements make, and a configuration that reads it. */
function database(...statements: readonly string[]): {
  readonly sql: (text: string) => void;
  readonly config: Record<string, string>;
} {
  const file = join(folder, `${count++}.db`);
  const sql = (text: string): void => {
    const connection = new DatabaseSync(file);
    connection.exec(text);
    connection.close();
  };
  for (const statement of statements) sql(statement);
  return {
    sql,
    config: {
      name: "rows",
      "connection.url": `jdbc:sqlite:${file}`,
      "topic.prefix": "db.",
      mode: "incrementing",
      "incrementing.column.name": "id",
    },
  };
}

const numbered = (table: string, rows: number, from = 1): string => `
  CREATE TABLE IF NOT EXISTS ${table} (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT);
  WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${from + rows - 1})
  INSERT INTO ${table} SELECT i, 'row ' || i FROM n;`;

const ids = (records: readonly SourceRecord[]): unknown[] =>
  records.map((record) => `${record.topic} ${String(record.sourceOffset?.["incrementing"])}`);

const values = (records: readonly SourceRecord[]): unknown[] =>
  records.map(({ value }) =>
    value instanceof Struct ? value.schema.fields.map((field) => value.get(field.name)) : value,
  );

describeSourceConnector("JdbcSource with SQLite", jdbcSource, () => {
  const { sql, config } = database(numbered("orders", 5), numbered("items", 4));
  return {
    config: { ...config, "batch.max.rows": "2" },
    add: () => sql("INSERT INTO orders (v) VALUES ('one more')"),
  };
});

describe("JdbcSource with SQLite", () => {
  let harness: ConnectorHarness;
  beforeEach(() => {
    harness = new ConnectorHarness(jdbcSource);
  });
  afterEach(() => harness.stop());

  describe("tables", () => {
    test("are split in groups in the driver's order, or in the order of the list", async () => {
      const names = ["departments", "employees", "dept_emp", "dept_manager", "titles", "salaries"];
      const { config } = database(...names.map((name) => numbered(name, 1)));
      const groups = async (extra: Record<string, string>): Promise<unknown[]> =>
        (await harness.taskConfigs({ ...config, ...extra }, 3)).map((task) => task["tables"]);
      expect(await groups({})).toEqual([
        '"departments","dept_emp"',
        '"dept_manager","employees"',
        '"salaries","titles"',
      ]);
      expect(await groups({ "table.whitelist": names.join(","), "table.order": "list" })).toEqual([
        '"departments","employees"',
        '"dept_emp","dept_manager"',
        '"titles","salaries"',
      ]);
    });

    test("take turns by name, each to its end, and later by whose last read is longest ago", async () => {
      const { sql, config } = database(numbered("b", 3), numbered("a", 2));
      const task = await harness.start({ ...config, "batch.max.rows": "2" });
      expect(ids(await drain(task))).toEqual(["db.a 1", "db.a 2", "db.b 1", "db.b 2", "db.b 3"]);
      sql(numbered("a", 1, 3));
      expect(await task.poll()).toBeNull();
      await harness.clock.sleep(4999);
      expect(await task.poll()).toBeNull();
      await harness.clock.sleep(1);
      expect(ids(await drain(task))).toEqual(["db.a 3"]);
    });

    test("whose name holds quotes, dots and commas are read too", async () => {
      const { config } = database(
        `CREATE TABLE "a"",.b'" (id INTEGER PRIMARY KEY, v)`,
        `INSERT INTO "a"",.b'" VALUES (1, 'x')`,
      );
      expect(values(await drain(await harness.start(config)))).toEqual([[1, "x"]]);
    });

    test("one that vanishes does not stop the others", async () => {
      const { sql, config } = database(numbered("a", 1), numbered("b", 2));
      const [taskConfig = {}] = await harness.taskConfigs(config);
      sql("DROP TABLE a");
      const task = await harness.startTask(taskConfig);
      expect(ids((await task.poll())?.records ?? [])).toEqual(["db.b 1", "db.b 2"]);
      await expect(drain(task)).rejects.toThrow('Reading the table "a" failed: There is no table "a" (any more)');
    });
  });

  test("a table dropped while it is read fails, after the rows that were read before", async () => {
    const { sql, config } = database(numbered("t", 5000));
    const task = await harness.start({ ...config, "batch.max.rows": "60" });
    await task.poll();
    sql("DROP TABLE t");
    const records: SourceRecord[] = [];
    const reading = async (): Promise<void> => {
      for (let batch = await task.poll(); batch; batch = await task.poll()) records.push(...batch.records);
    };
    await expect(reading()).rejects.toThrow('Reading the table "t" failed: SQLite refused a statement');
    expect(ids(records).slice(-1)).toEqual(["db.t 1098"]);
  });

  describe("incrementing", () => {
    test.each([60, 1])("a column that is not unique loses nothing: %i values", async (orders) => {
      const { config } = database(`
        CREATE TABLE lines (order_id INTEGER NOT NULL, line INTEGER NOT NULL);
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 899)
        INSERT INTO lines SELECT i * ${orders} / 900, i FROM n;`);
      const task = await harness.start({ ...config, "incrementing.column.name": "order_id" });
      const lines = values(await drain(task)).map((row) => (Array.isArray(row) ? row[1] : row));
      expect(lines.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 900 }, (_, i) => i));
    });

    test("reads large tables in pages without leaving out or doubling a row", async () => {
      const { config } = database(numbered("t", 25_003));
      const records = await drain(
        await harness.start({ ...config, "batch.max.rows": "1000", "max.page.bytes": "90000" }),
      );
      expect(records.map((record) => record.sourceOffset?.["incrementing"])).toEqual(
        Array.from({ length: 25_003 }, (_, i) => BigInt(i + 1)),
      );
    });

    test("finds the AUTOINCREMENT column by itself", async () => {
      const { config } = database(numbered("t", 2));
      const task = await harness.start({ ...config, "incrementing.column.name": "" });
      expect(ids(await drain(task))).toEqual(["db.t 1", "db.t 2"]);
    });

    test("begins above incrementing.initial and keeps ids that no number holds", async () => {
      const { config } = database(
        "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        "INSERT INTO t VALUES (9007199254740992), (9007199254740993)",
      );
      const task = await harness.start({ ...config, "incrementing.initial": "9007199254740992" });
      expect(ids(await drain(task))).toEqual(["db.t 9007199254740993"]);
    });

    test("goes on after the offset of protocol 1, else after the older one", async () => {
      const { config } = database(numbered("t", 3));
      harness.offsets.set({ table: "t" }, { incrementing: 1n });
      expect(ids(await drain(await harness.start(config)))).toEqual(["db.t 2", "db.t 3"]);
      harness.offsets.set({ protocol: "1", table: "t" }, { incrementing: 2n });
      expect(ids(await drain(await harness.start(config)))).toEqual(["db.t 3"]);
      harness.offsets.set({ protocol: "1", table: "t" }, {});
      expect(await drain(await harness.start(config))).toHaveLength(3);
    });

    test.each<[string, string, RegExp]>([
      ["a missing column", "CREATE TABLE t (x INTEGER)", /table "t" has no column id .*it has x/],
      ["another spelling", "CREATE TABLE t (ID INTEGER NOT NULL)", /table "t" has no column id .*did you mean ID/],
      ["a column that may be null", "CREATE TABLE t (id INTEGER)", /column id on "t" because this column is nullable/],
      [
        "a text column",
        "CREATE TABLE t (id TEXT NOT NULL); INSERT INTO t VALUES ('a')",
        /"t" failed: Invalid type for incrementing column: STRING \(column id of t\)/,
      ],
      [
        "a column of doubles",
        "CREATE TABLE t (id DOUBLE NOT NULL); INSERT INTO t VALUES (1.5)",
        /incrementing column: FLOAT64/,
      ],
    ])("names table and column of %s", async (_, statement, expected) => {
      const { config } = database(statement);
      await expect(harness.start(config).then((task) => drain(task))).rejects.toThrow(expected);
    });

    test("says that there is no auto-increment column", async () => {
      const { config } = database("CREATE TABLE t (id INTEGER PRIMARY KEY)");
      await expect(harness.start({ ...config, "incrementing.column.name": "" })).rejects.toThrow(
        'The table "t" has no auto-increment column: set incrementing.column.name, or use mode=bulk',
      );
    });

    test("refuses a stored offset that is no integer", async () => {
      const { config } = database(numbered("t", 1));
      harness.offsets.set({ protocol: "1", table: "t" }, { incrementing: "7" });
      await expect(harness.start(config)).rejects.toThrow('The stored offset {"incrementing":"7"} of the table t');
    });

    test("picks a column for each table by incrementing.column.mapping", async () => {
      const { config } = database(numbered("a", 1), "CREATE TABLE b (k INTEGER NOT NULL); INSERT INTO b VALUES (7)");
      const mapped = { ...config, "incrementing.column.name": "", "incrementing.column.mapping": "a:id,b.*:k" };
      expect(ids(await drain(await harness.start(mapped)))).toEqual(["db.a 1", "db.b 7"]);
    });
  });

  describe("bulk", () => {
    test("reads everything once an interval, without an offset", async () => {
      const { sql, config } = database(numbered("t", 1001));
      const task = await harness.start({ ...config, mode: "bulk" });
      const records = await drain(task);
      expect(records).toHaveLength(1001);
      expect(records[0]).toMatchObject({ sourcePartition: { table: "t" }, sourceOffset: null, topic: "db.t" });
      expect(await task.poll()).toBeNull();
      sql(numbered("t", 1, 2000));
      await harness.clock.sleep(5000);
      expect(await drain(task)).toHaveLength(1002);
    });

    test.each(["0", "-1"])("ends although the interval is %s", async (interval) => {
      const { config } = database(numbered("a", 3), numbered("b", 2));
      const task = await harness.start({ ...config, mode: "bulk", "poll.interval.ms": interval });
      expect(await drain(task, 100)).toHaveLength(5);
      expect(await drain(task, 100)).toHaveLength(5);
    });

    test.each([4000, 6000])(
      "ends although a pass takes longer than the interval, with pauses of %i ms",
      async (pause) => {
        const { config } = database(numbered("a", 4), numbered("b", 4));
        const task = await harness.start({ ...config, mode: "bulk", "batch.max.rows": "2" });
        let rows = 0;
        for (let batch = await task.poll(); batch && rows < 100; batch = await task.poll()) {
          rows += batch.records.length;
          await harness.clock.sleep(pause);
        }
        expect(rows).toBe(8);
      },
    );
  });

  describe("values", () => {
    test("are exact, and typed as the columns are declared", async () => {
      const { config } = database(
        `CREATE TABLE t (id INTEGER PRIMARY KEY, b BIGINT NOT NULL, s SMALLINT, f REAL, d DOUBLE, o BOOLEAN, x BLOB,
          n NUMERIC(20,2), m TIMESTAMP, y DATE, a, v VARCHAR(9))`,
        `INSERT INTO t VALUES (1, 9223372036854775807, -5, 1.5, 0.1, 1, x'00ff', 12.30, '2024-02-29 12:34:56.789',
          '1969-12-31', 'text', 7), (2, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 9223372036854775807, NULL)`,
      );
      const [first, second] = await drain(await harness.start(config));
      expect(values([first!])).toEqual([
        [
          1,
          9223372036854775807n,
          -5,
          1.5,
          0.1,
          true,
          Uint8Array.of(0, 255),
          { unscaled: 1230n, scale: 2 },
          { epochMillis: 1709210096789n },
          { epochMillis: -86400000n },
          "text",
          "7",
        ],
      ]);
      expect(values([second!])[0]).toMatchObject([
        2,
        1n,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "9223372036854775807",
        null,
      ]);
      expect(
        first?.valueSchema?.fields.map(({ schema }) =>
          `${schema.name ?? schema.type}${schema.optional ? "?" : ""}`.replace(/.*\./, ""),
        ),
      ).toEqual([
        "INT32?",
        "INT64",
        "INT32?",
        "FLOAT32?",
        "FLOAT64?",
        "BOOLEAN?",
        "BYTES?",
        "Decimal?",
        "Timestamp?",
        "Date?",
        "STRING?",
        "STRING?",
      ]);
    });

    test("INTEGER is INT32 as long as the values fit, else INT64; always INT64 if asked for", async () => {
      const { sql, config } = database("CREATE TABLE t (id INTEGER NOT NULL)", "INSERT INTO t VALUES (1)");
      const typeOf = async (extra: Record<string, string> = {}): Promise<unknown[]> =>
        (await drain(await harness.start({ ...config, ...extra }))).map(
          (record) => record.valueSchema?.field("id")?.schema.type,
        );
      expect(await typeOf()).toEqual(["INT32"]);
      expect(await typeOf({ "sqlite.wide.types": "true" })).toEqual(["INT64"]);
      sql("INSERT INTO t VALUES (2147483648)");
      expect(await typeOf()).toEqual(["INT64", "INT64"]);
    });

    test("one that does not fit fails the task after the rows before it, or is null with a warning", async () => {
      const { config } = database(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v SMALLINT)",
        "INSERT INTO t VALUES (1, 5), (2, 'abc'), (3, 6)",
      );
      const failing = await harness.start(config);
      expect(ids((await failing.poll())?.records ?? [])).toEqual(["db.t 1"]);
      await expect(failing.poll()).rejects.toThrow(
        "A value in column v of t does not fit INT32: SQLite holds it as TEXT",
      );
      const lenient = await harness.start({ ...config, "invalid.values": "null" });
      expect(values(await drain(lenient))).toEqual([
        [1, 5],
        [2, null],
        [3, 6],
      ]);
      expect(harness.warnings.join()).toContain(
        "column v of t does not fit INT32: SQLite holds it as TEXT; it is read as null",
      );
    });
  });

  describe("what can't be opened", () => {
    test.each<[string, string, string]>([
      ["a missing file", join(folder, "missing.db"), "can't be opened: is there such a file"],
      ["no database", import.meta.filename, "is no SQLite database"],
    ])("%s is named", async (_, file, expected) => {
      const { config } = database();
      await expect(harness.taskConfigs({ ...config, "connection.url": `jdbc:sqlite:${file}` })).rejects.toThrow(
        expected,
      );
    });

    test("no table at all", async () => {
      const { config } = database(numbered("t", 1));
      await expect(harness.taskConfigs({ ...config, "table.whitelist": "T" })).rejects.toThrow(
        "No table is left to read of the 1",
      );
    });
  });
});
