import { randomBytes } from "node:crypto";
import process from "node:process";
import { Kafka, logLevel } from "kafkajs";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import {
  createEmployeesPostgres,
  employeesTables,
  type EmployeesTable,
  insertNewHiresPostgres,
} from "../../lib/local/employees/index.ts";
import { createDatabase } from "../../lib/local/postgres.ts";
import { countRecords, firstRecords } from "../../lib/local/read-topic.ts";
import type { TaskItem } from "../../lib/ports/index.ts";
import { type DeployedStack, deployStack } from "./deployed-stack.ts";
import { expectedRecords } from "./expected-records.ts";
import { killFunction } from "./kill-function.ts";
import { closeRowGates } from "./row-gates.ts";

const connector = "employees";
const run = randomBytes(4).toString("hex");
const prefix = `e2e-${run}.`;
/** The connector's database user, who may only read. */
const reader = `reader_${run}`;
const topics = employeesTables.map((table) => prefix + table);
/** Another connector, which has a function of its own, reads one of the tables too. */
const ownConnector = "departments";
const ownTopic = `${prefix}own.departments`;
/** A tick comes every minute; what it starts takes seconds. */
const oneTick = { timeout: 90_000, interval: 500 };
/** What is not to wait for a tick, and takes a second or two. */
const soon = { timeout: 20_000, interval: 100 };
/** The task that has titles and salaries. */
const lastTask = 2;

const log = (text: string): void => void process.stdout.write(`${new Date().toISOString().slice(11, 23)} ${text}\n`);

let database: string;
let client: Client;
let stack: DeployedStack;

async function createTopics(): Promise<void> {
  const admin = new Kafka({ brokers: [inject("kafka").bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const all = [...topics, ownTopic].map((topic) => ({ topic, numPartitions: 1 }));
  await admin.createTopics({ topics: all, waitForLeaders: true });
  await admin.disconnect();
}

const countInKafka = async (): Promise<number[]> => [
  ...(await countRecords(inject("kafka").bootstrap, topics)).values(),
];

async function countRows(): Promise<number[]> {
  const counts = employeesTables.map((table) => `(SELECT count(*) FROM ${table})`);
  const { rows } = await client.query<{ counts: number[] }>(`SELECT ARRAY[${counts.join(", ")}]::int[] AS counts`);
  return rows[0]?.counts ?? [];
}

async function valuesOf(table: EmployeesTable, count: number): Promise<(string | null)[]> {
  const records = await firstRecords(inject("kafka").bootstrap, prefix + table, count);
  return records.map(({ value }) => value);
}

async function taskItem(task: number): Promise<TaskItem> {
  const item = (await stack.tasks.listTasks(connector)).find((candidate) => candidate.task === task);
  if (!item) throw new Error(`There is no item of task ${task}.`);
  return item;
}

/** The offset of a table in DynamoDB: the id up to which its rows need not be sent again. */
async function writtenDown(table: EmployeesTable): Promise<number> {
  const partition = JSON.stringify({ protocol: "1", table: `public.${table}` });
  const offset = (await stack.tasks.listOffsets(connector)).get(partition);
  const { incrementing }: { incrementing?: number } = JSON.parse(offset ?? "{}");
  return incrementing ?? 0;
}

/** Waits until a number has passed another and no longer grows. */
async function settled(count: () => Promise<number>, above: number): Promise<void> {
  let last = above;
  const grows = async (): Promise<boolean> => {
    const before = last;
    last = await count();
    return last === above || last > before;
  };
  await expect.poll(grows, oneTick).toBe(false);
}

/** While it is held, the task that reads the table waits in the database. */
async function lock(table: EmployeesTable): Promise<AsyncDisposable> {
  const holder = new Client({ connectionString: database });
  await holder.connect();
  await holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  return {
    async [Symbol.asyncDispose]() {
      await holder.query("COMMIT");
      await holder.end();
    },
  };
}

beforeAll(async () => {
  database = await createDatabase(inject("postgresUrl"));
  await createEmployeesPostgres(database, { employees: 500 });
  client = new Client({ connectionString: database });
  await client.connect();
  await client.query(`CREATE ROLE ${reader} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader}`);
  await createTopics();
  const { host, pathname } = new URL(database);
  const source = {
    "connector.class": "io.confluent.connect.jdbc.JdbcSourceConnector",
    "connection.url": `jdbc:postgresql://${host}${pathname}`,
    "connection.user": reader,
    mode: "incrementing",
    "incrementing.column.name": "id",
  };
  stack = await deployStack({
    awsEndpointUrl: inject("awsEndpointUrl"),
    worker: {
      "bootstrap.servers": inject("kafka").bootstrap,
      "key.converter": "org.apache.kafka.connect.storage.StringConverter",
      "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    },
    connectors: {
      [connector]: {
        ...source,
        "tasks.max": "3",
        "table.whitelist": employeesTables.join(","),
        "table.order": "list",
        "topic.prefix": prefix,
        // Small pages, so that a large table takes many.
        "max.page.bytes": "8192",
      },
      [ownConnector]: { ...source, "table.whitelist": "departments", "topic.prefix": `${prefix}own.` },
    },
    ownFunctions: [ownConnector],
  });
  log("deployed; the schedule has to start everything now");
}, 180_000);

afterAll(async () => {
  await client.end();
  await stack[Symbol.asyncDispose]();
});

describe("the deployed stack", { timeout: 200_000 }, () => {
  test("plans three partition groups and runs three tasks when the schedule fires", async () => {
    await expect.poll(async () => (await stack.control.readConnector(connector))?.generation, oneTick).toBe(1);
    log("the schedule fired: generation 1 is planned");
    const plan = await stack.control.readTaskConfigs(connector, 1);
    const table = (name: string): string => `"public"."${name}"`;
    expect(plan?.tasks.map(({ tables }) => tables)).toEqual([
      [table("departments"), table("employees")].join(","),
      [table("dept_emp"), table("dept_manager")].join(","),
      [table("titles"), table("salaries")].join(","),
    ]);
    const rows = await countRows();
    await expect.poll(countInKafka, oneTick).toEqual(rows);
    await expect
      .poll(() => stack.tasks.listTasks(connector), oneTick)
      // Moved to the generation and leased once: one invocation each.
      .toMatchObject([0, 1, 2].map((task) => ({ task, generation: 1, epoch: 2, owner: undefined })));
    log("three tasks have run");
  });

  test.each(employeesTables)("has every row of %s in Kafka as JsonConverter writes it", async (table) => {
    const expected = await expectedRecords(client, table);
    expect(await valuesOf(table, expected.length)).toEqual(expected);
  });

  test("has the offset of every table in DynamoDB", async () => {
    const rows = await countRows();
    expect(await stack.tasks.listOffsets(connector)).toEqual(
      new Map(
        employeesTables.map((table, index) => [
          JSON.stringify({ protocol: "1", table: `public.${table}` }),
          JSON.stringify({ incrementing: rows[index] }),
        ]),
      ),
    );
  });

  test("plans and runs a connector with a function of its own there, and nowhere else", async () => {
    const own = (await stack.control.readConnector(ownConnector))?.config["sluice.function"] ?? "";
    const expected = await expectedRecords(client, "departments");
    await expect
      .poll(() => countRecords(inject("kafka").bootstrap, [ownTopic]), soon)
      .toEqual(new Map([[ownTopic, expected.length]]));
    const records = await firstRecords(inject("kafka").bootstrap, ownTopic, expected.length);
    expect(records.map(({ value }) => value)).toEqual(expected);
    await expect.poll(() => stack.logOf(own), soon).toMatch(/The connector was planned[^]*The task ended: drained/);
    expect(await stack.logOf(own)).not.toContain(`"connector":"${connector}"`);
    expect(await stack.logOf(stack.taskFunction)).toContain(`"connector":"${connector}"`);
    expect(await stack.logOf(stack.taskFunction)).not.toContain(`"connector":"${ownConnector}"`);
  });

  test("sends new rows, and only those, after a later tick", async () => {
    const before = await countInKafka();
    await insertNewHiresPostgres(database, 3);
    const rows = await countRows();
    expect(rows).not.toEqual(before);
    await expect.poll(countInKafka, oneTick).toEqual(rows);
    log("the schedule fired: the new rows are in Kafka");
    const expected = await expectedRecords(client, "employees");
    expect(await valuesOf("employees", expected.length)).toEqual(expected);
  });

  test("lets one of two simultaneous invocations of a task win", async () => {
    await expect.poll(async () => (await taskItem(lastTask)).owner, oneTick).toBeUndefined();
    const held = await lock("salaries");
    const invocation = { connector, task: lastTask, generation: 1 };
    const both = [stack.runTask(invocation), stack.runTask(invocation)];
    const first = await Promise.race(both);
    await held[Symbol.asyncDispose]();
    expect(first).toBe("not leased");
    expect((await Promise.all(both)).toSorted()).toEqual(["drained", "not leased"]);
    expect(await countInKafka()).toEqual(await countRows());
  });

  test("takes over a task that was killed in the middle of a table, long before its lease ends, and misses nothing", async () => {
    const salaries = employeesTables.indexOf("salaries");
    const sent = async (): Promise<number> => (await countInKafka())[salaries] ?? 0;
    const written = async (): Promise<number> => writtenDown("salaries");
    const before = await sent();
    const [first, second] = [before + 2000, before + 4000];
    await using gates = await closeRowGates(database, "salaries", [first, second]);
    const period = "DATE '2000-01-01', DATE '2000-01-02' FROM generate_series(1, 5000) AS n";
    await client.query(`INSERT INTO salaries (emp_no, salary, from_date, to_date) SELECT 10001, n, ${period}`);
    await stack.startTask({ connector, task: lastTask, generation: 1 });
    await expect.poll(written, oneTick).toBeGreaterThan(before);
    const upToFirst = await written();
    await gates.open(first);
    await settled(sent, upToFirst);
    expect(killFunction(stack.taskFunction, inject("kafka").bootstrap)).toBeGreaterThan(0);
    const killed = await taskItem(lastTask);
    const expiresAt = killed.expiresAt ?? 0;
    const [sentThen, writtenThen] = [await sent(), await written()];
    log(
      `task ${lastTask} was killed: of 5000 new rows ${sentThen - before} were in Kafka, ${writtenThen - before} written down as sent`,
    );
    expect(sentThen).toBeLessThan(second);
    await gates.open(second);

    // Freed, and leased anew. No tick may take a lease that has not ended: Lambda has told the scheduler.
    await expect.poll(async () => (await taskItem(lastTask)).epoch, soon).toBe(killed.epoch + 2);
    const leftMs = expiresAt - Date.now();
    expect(leftMs).toBeGreaterThan(0);
    log(`the task was taken over, ${leftMs} ms before its lease would have ended`);
    const failure = (await stack.tasks.listFailures(connector)).get(lastTask);
    expect(failure?.trace).toMatch(
      new RegExp(`^Connector ${connector}, task ${lastTask}: its invocation \\S+ was ended by Lambda: `),
    );
    const expected = await expectedRecords(client, "salaries");
    await expect.poll(written, oneTick).toBe(expected.length);
    const records = await valuesOf("salaries", await sent());
    expect(new Set(records)).toEqual(new Set(expected));
    // At least once: only what was sent and not yet written down as sent is there twice.
    expect(records.length - expected.length).toBeLessThanOrEqual(sentThen - writtenThen);
  });
});
