import process from "node:process";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Client } from "pg";
import { createDynamoDbStores } from "../lib/adapters/dynamodb/stores.ts";
import {
  type BackgroundServers,
  findBackgroundServers,
  startBackgroundServers,
  stopBackgroundServers,
} from "../lib/local/background-servers.ts";
import { createEmployeesPostgres, employeesTables, insertNewHiresPostgres } from "../lib/local/employees/index.ts";
import { awsEnvironment } from "../lib/local/local-cloud.ts";
import { firstRecords } from "../lib/local/read-topic.ts";
import { deployToLocalCloud } from "./deploy-to-local-cloud.ts";
import { watchDeployment } from "./watch-deployment.ts";

const connector = "employees";
const newHires = 3;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function down(): Promise<void> {
  const ended = await stopBackgroundServers();
  say(ended ? "Ended Kafka, PostgreSQL and the local cloud, and removed their data." : "Nothing was running.");
}

/** Servers with the employees sample in PostgreSQL: those of an earlier run, with some rows more, or new ones. */
async function prepareServers(): Promise<BackgroundServers> {
  const running = await findBackgroundServers();
  if (running) {
    await insertNewHiresPostgres(running.postgresUrl, newHires);
    say(`The servers of the last run still run. ${newHires} people were hired: their rows are new in PostgreSQL.`);
    return running;
  }
  say("Starting a real Kafka, a real PostgreSQL and the local cloud …");
  const servers = await startBackgroundServers(say);
  await createEmployeesPostgres(servers.postgresUrl);
  say("PostgreSQL has the employees sample: six tables.");
  return servers;
}

async function countRows(postgresUrl: string): Promise<Map<string, number>> {
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    const counts = new Map<string, number>();
    for (const table of employeesTables) {
      const { rows } = await client.query<{ count: string }>(`SELECT count(*) AS count FROM ${table}`);
      counts.set(table, Number(rows[0]?.count ?? 0));
    }
    return counts;
  } finally {
    await client.end();
  }
}

/** The JDBC URL of a database that `pg` knows by that URL; its user needs no password. */
function jdbcUrl(postgresUrl: string): string {
  const { host, pathname } = new URL(postgresUrl);
  return `jdbc:postgresql://${host}${pathname}`;
}

async function up(): Promise<void> {
  const servers = await prepareServers();
  const { kafkaBootstrap, postgresUrl, awsEndpointUrl, folder } = servers;
  say("Deploying with the CDK's command line …");
  const stack = await deployToLocalCloud({
    awsEndpointUrl,
    folder,
    worker: {
      "bootstrap.servers": kafkaBootstrap,
      "key.converter": "org.apache.kafka.connect.storage.StringConverter",
      "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    },
    connectors: {
      [connector]: {
        "connector.class": "io.confluent.connect.jdbc.JdbcSourceConnector",
        "tasks.max": "3",
        "connection.url": jdbcUrl(postgresUrl),
        "connection.user": new URL(postgresUrl).username,
        mode: "incrementing",
        "incrementing.column.name": "id",
        "table.whitelist": employeesTables.join(","),
        "table.order": "list",
        "topic.prefix": "employees.",
        "value.converter": "org.apache.kafka.connect.json.JsonConverter",
        "value.converter.schemas.enable": "false",
      },
    },
  });
  say(`The stack is deployed: functions ${stack.schedulerFunction} and ${stack.taskFunction}.\n`);
  const rows = await countRows(postgresUrl);
  const client = new DynamoDBClient({
    endpoint: awsEndpointUrl,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  try {
    const { configsTable: configs, offsetsTable: offsets, statusTable: status } = stack;
    const stores = createDynamoDbStores({ client, tables: { configs, offsets, status } });
    const topics = new Map([...rows].map(([table, count]) => [`employees.${table}`, count]));
    await watchDeployment({ ...stores, connector, kafkaBootstrap, expected: topics, say });
  } finally {
    client.destroy();
  }
  for (const { value } of await firstRecords(kafkaBootstrap, "employees.employees", 2)) say(`A record: ${value}`);
  const settings = Object.entries(awsEnvironment(awsEndpointUrl)).map(([name, value]) => `${name}=${value}`);
  say(`
Everything goes on in the background. What to try next:
  insert rows          ${postgresUrl} (any PostgreSQL client): they are in Kafka (${kafkaBootstrap}) a minute later
  look around          ${settings.slice(0, 4).join(" ")} aws dynamodb scan --table-name ${stack.offsetsTable}
  see it go on         npm run deploy:local
  end everything       npm run deploy:local -- --down`);
}

const [option, ...rest] = process.argv.slice(2);
try {
  if (option === "--down" && rest.length === 0) await down();
  else if (option === undefined) await up();
  else
    throw new Error(
      `npm run deploy:local takes no ${[option, ...rest].join(" ")}: only --down, which ends everything.`,
    );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
