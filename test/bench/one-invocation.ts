import { mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { buildSync } from "esbuild";
import { createDynamoDbStores } from "../../lib/adapters/dynamodb/stores.ts";
import { TABLE_KEYS } from "../../lib/adapters/dynamodb/table-layout.ts";
import { writeEnvironment } from "../../lib/env.ts";
import { startKafka } from "../../lib/local/kafka.ts";
import { awsEnvironment, startLocalCloud } from "../../lib/local/local-cloud.ts";
import { createDatabase, startPostgres } from "../../lib/local/postgres.ts";
import { measureNode } from "./measured-process.ts";
import { makeSampleTable } from "./sample-table.ts";

/** `npm run bench:invocation [ROWS]`: the bundled functions as cold processes, against a local cloud, PostgreSQL and Kafka. */
const rows = Number(process.argv[2] ?? 1_000);
const ROUNDS = 5;
const repository = path.resolve(import.meta.dirname, "../..");
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const folder = mkdtempSync(path.join(os.tmpdir(), "sluice-bench-"));
await using kafka = await startKafka({ autoCreateTopics: true, onProgress: say });
await using postgres = await startPostgres();
await using cloud = await startLocalCloud({ onProgress: say });
const database = await createDatabase(postgres.url);
await makeSampleTable(database, rows);

const cloudEnvironment = awsEnvironment(cloud.endpointUrl);
Object.assign(process.env, cloudEnvironment);
const client = new DynamoDBClient();
const tables = { configs: "configs", offsets: "offsets", status: "status" };
for (const [table, keys] of Object.entries(TABLE_KEYS)) {
  const names = Object.values<string>(keys);
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: names.map((AttributeName, i) => ({ AttributeName, KeyType: i === 0 ? "HASH" : "RANGE" })),
    }),
  );
}
const { control } = createDynamoDbStores({ client, tables });
const environment = {
  ...process.env,
  ...writeEnvironment({
    configsTable: tables.configs,
    offsetsTable: tables.offsets,
    statusTable: tables.status,
    // Ticks of this bench start nothing: the invocation is made by hand, and its process measured.
    taskFunction: "nobody",
    schedulerQueue: "nobody",
    worker: {
      "bootstrap.servers": kafka.bootstrap,
      "key.converter": "StringConverter",
      "value.converter": "JsonConverter",
      "value.converter.schemas.enable": "false",
    },
  }),
};

for (const name of ["scheduler", "task"]) {
  buildSync({
    entryPoints: [path.join(repository, "functions", name, "handler.ts")],
    outfile: path.join(folder, `${name}.js`),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node24",
    mainFields: ["module", "main"],
    minify: true,
    external: ["pg-native"],
  });
}
say(`task bundle: ${(statSync(path.join(folder, "task.js")).size / 1024).toFixed(0)} KiB`);

/** Runs a bundled function once, as a process of its own. */
async function invoke(
  name: string,
  event: object,
): Promise<{ readonly wallMs: number; readonly peakMib: number; readonly output: string }> {
  const context = `{ awsRequestId: "r", functionName: "${name}", getRemainingTimeInMillis: () => 60000 }`;
  const script = `require(${JSON.stringify(path.join(folder, `${name}.js`))}).handler(${JSON.stringify(event)}, ${context})
    .then((result) => { console.log("RESULT " + JSON.stringify(result)); process.exit(0); }, (error) => { console.error(error); process.exit(1); })`;
  const measured = await measureNode(["--max-semi-space-size=4", "-e", script], environment);
  if (measured.exitCode !== 0 && name === "task") throw new Error(measured.output);
  return measured;
}

const { hostname, port, pathname } = new URL(database);
const walls: number[] = [];
for (let round = 1; round <= ROUNDS; round++) {
  const connector = `bench-${round}`;
  const config = {
    name: connector,
    "connector.class": "JdbcSource",
    "connection.url": `jdbc:postgresql://${hostname}:${port}${pathname}`,
    "connection.user": "postgres",
    mode: "incrementing",
    "incrementing.column.name": "id",
    "table.whitelist": "bench",
    "topic.prefix": `${connector}-`,
    "batch.max.rows": "1000",
  };
  await control.createConnector({ connector, uid: connector, config, targetState: "RUNNING" });
  await invoke("scheduler", { connectors: [connector] });
  const { wallMs, peakMib, output } = await invoke("task", { connector, task: 0, generation: 1 });
  if (!output.includes(`"records":${rows}`)) throw new Error(output);
  walls.push(wallMs);
  say(`round ${round}: ${wallMs.toFixed(0)} ms from process start to done, ${peakMib.toFixed(0)} MiB`);
}
say(
  `best ${Math.min(...walls).toFixed(0)} ms, median ${walls.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]?.toFixed(0)} ms for ${rows} rows`,
);
client.destroy();
rmSync(folder, { recursive: true });
