import { randomUUID } from "node:crypto";
import { Admin } from "@platformatic/kafka";
import { beforeAll, describe, expect, inject, test } from "vitest";
import {
  createEmployeesPostgres,
  employeesTables,
  insertNewHiresPostgres,
} from "../../../lib/local/employees/index.ts";
import { countRecords } from "../../../lib/local/read-topic.ts";
import { createDatabase } from "../../../lib/local/postgres.ts";
import { expectedValues } from "../../support/expected-values.ts";
import {
  properties,
  startStandalone,
  temporaryFolder,
  workerFile,
  writeFiles,
} from "../../support/standalone-process.ts";
import { readTopic } from "../kafkajs/topic.ts";

const { bootstrap } = inject("kafka");
let database: string;

beforeAll(async () => {
  database = await createDatabase(inject("postgresUrl"));
  await createEmployeesPostgres(database, { employees: 1500 });
});

/** Topics of their own, for a connector of its own. */
async function setUp(changes: Readonly<Record<string, string>> = {}) {
  const prefix = `${randomUUID().slice(0, 8)}-`;
  const admin = new Admin({ clientId: "test", bootstrapBrokers: [bootstrap] });
  await admin.createTopics({ topics: employeesTables.map((table) => prefix + table), partitions: 1, replicas: 1 });
  await admin.close();
  const { hostname, port, pathname } = new URL(database);
  const files = {
    "worker.properties": workerFile({
      "bootstrap.servers": bootstrap,
      "value.converter": "org.apache.kafka.connect.json.JsonConverter",
      "value.converter.schemas.enable": "false",
      "sluice.tick.interval.ms": "500",
    }),
    "employees.properties": properties({
      name: "employees",
      "connector.class": "io.confluent.connect.jdbc.JdbcSourceConnector",
      "connection.url": `jdbc:postgresql://${hostname}:${port}${pathname}`,
      "connection.user": "postgres",
      mode: "incrementing",
      "incrementing.column.name": "id",
      "schema.pattern": "public",
      "table.whitelist": employeesTables.join(","),
      "topic.prefix": prefix,
      "tasks.max": "3",
      "table.order": "list",
      "sluice.run.mode": "drain",
      ...changes,
    }),
  };
  return { prefix, files };
}

async function valuesOf(prefix: string, table: string): Promise<(string | null)[]> {
  return (await readTopic(bootstrap, prefix + table)).map(({ value }) => value);
}

async function recordsIn(topic: string): Promise<number> {
  return (await countRecords(bootstrap, [topic])).get(topic) ?? 0;
}

test("copies six tables exactly, sends nothing twice, and then only what is new", async ({ onTestFinished }) => {
  const { prefix, files } = await setUp();
  const args = writeFiles(temporaryFolder(onTestFinished), files);
  for (let run = 1; run <= 2; run++) {
    const standalone = startStandalone(args, onTestFinished);
    expect(await standalone.exit, standalone.output()).toBe(0);
    for (const table of employeesTables) {
      expect(await valuesOf(prefix, table)).toEqual(await expectedValues(database, table));
    }
  }
  await insertNewHiresPostgres(database, 5);
  const standalone = startStandalone(args, onTestFinished);
  expect(await standalone.exit, standalone.output()).toBe(0);
  expect(await valuesOf(prefix, "employees")).toEqual(await expectedValues(database, "employees"));
});

test("a worker killed in mid-run loses nothing, and repeats only what followed the last checkpoint", async ({
  onTestFinished,
}) => {
  const { prefix, files } = await setUp({ "batch.max.rows": "10", "sluice.checkpoint.interval.ms": "20" });
  const args = writeFiles(temporaryFolder(onTestFinished), files);
  const first = startStandalone(args, onTestFinished);
  await first.until(/The worker has started/);
  while ((await recordsIn(`${prefix}salaries`)) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  first.child.kill("SIGKILL");
  await first.exit;
  const salaries = await expectedValues(database, "salaries");
  expect(await recordsIn(`${prefix}salaries`)).toBeLessThan(salaries.length);
  const second = startStandalone(args, onTestFinished);
  expect(await second.exit, second.output()).toBe(0);
  for (const table of employeesTables) {
    const values = await valuesOf(prefix, table);
    const expected = await expectedValues(database, table);
    expect([...new Set(values)], table).toEqual(expected);
  }
});

describe("what is wrong is said in one sentence that names connector and key, and the process goes on", () => {
  const wrong = async (
    changes: Readonly<Record<string, string>>,
    atEnd: Parameters<typeof startStandalone>[1],
    worker: (file: string) => string = (file) => file,
  ) => {
    const { files } = await setUp({ "connection.attempts": "1", ...changes });
    const changed = { ...files, "worker.properties": worker(files["worker.properties"]) };
    const standalone = startStandalone(writeFiles(temporaryFolder(atEnd), changed), atEnd);
    expect(await standalone.exit).toBe(1);
    return standalone.output();
  };

  test.for<[string, Record<string, string>, RegExp]>([
    [
      "an unreachable database",
      { "connection.url": "jdbc:postgresql://127.0.0.1:1/x" },
      /\[employees\|worker\] .*connection\.url.*127\.0\.0\.1:1/,
    ],
    [
      "a database that is not there",
      { "connection.url": "jdbc:postgresql://HOST/nowhere" },
      /\[employees\|worker\].*nowhere/,
    ],
    [
      "a table without the incrementing column",
      { "incrementing.column.name": "serial" },
      /\[employees\|task-\d\] .*departments.* has no column serial \(configuration incrementing\.column\.name\)/,
    ],
    ["no table that matches", { "table.whitelist": "nothing" }, /\[employees\|.*\].*table/],
  ])("%s", async ([, changes, message], { onTestFinished }) => {
    const host = new URL(database).host;
    const filled = Object.entries(changes).map(([key, value]) => [key, value.replace("HOST", host)]);
    const output = await wrong(Object.fromEntries(filled), onTestFinished);
    expect(output).toMatch(message);
    expect(output).not.toContain("    at ");
  });

  test("an unreachable broker", async ({ onTestFinished }) => {
    const output = await wrong(
      { "producer.override.max.block.ms": "1000", "producer.override.delivery.timeout.ms": "31000" },
      onTestFinished,
      (file) => file.replace(bootstrap, "127.0.0.1:1"),
    );
    expect(output).toMatch(/\[employees\|task-\d\] .*bootstrap\.servers.*127\.0\.0\.1:1/);
  });
});

test("the source's password is in no line of the log", async ({ onTestFinished }) => {
  const { files } = await setUp({
    "connection.url": "jdbc:postgresql://127.0.0.1:1/x",
    "connection.password": "s3cret-s3cret",
    "connection.attempts": "1",
  });
  const standalone = startStandalone(writeFiles(temporaryFolder(onTestFinished), files), onTestFinished);
  await standalone.exit;
  expect(standalone.output()).not.toContain("s3cret");
});
