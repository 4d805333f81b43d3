import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import Table from "cli-table3";
import { Command, InvalidArgumentError } from "commander";
import { parseOffset, type SourceOffset } from "../../lib/connect/index.ts";
import { createEmployeesSqlite, employeesTables, insertNewHiresSqlite } from "../../lib/local/employees/index.ts";
import { startKafka } from "../../lib/local/kafka.ts";
import { countRecords, firstRecords } from "../../lib/local/read-topic.ts";
import { computePlan, errorMessage } from "../../lib/worker/index.ts";
import { connectorProps } from "./connector-props.ts";
import { countRows, exampleFiles, TOPIC_PREFIX, writeConfigs } from "./employees-example.ts";
import { createStandaloneLogger } from "./logger.ts";
import { type Progress, showProgress } from "./progress.ts";
import { readConnectorFiles, readWorkerFile } from "./read-files.ts";
import { signalOf } from "./signals.ts";
import { openStandaloneWorker, type StandaloneWorker } from "./standalone-worker.ts";

const say = (text = ""): void => void process.stdout.write(`${text}\n`);
const now = (): number => performance.now();

const program = new Command("npm start --")
  .description(
    "Copies the employees sample from SQLite to a real Kafka, three tasks at once, and resumes when run again.",
  )
  .option("--hire <people>", "first add that many new employees to the source", parsePeople)
  .parse();

function parsePeople(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It must be a whole number above 0.");
  return Number(text);
}

// Whoever pipes this into `head` has seen enough.
process.stdout.on("error", () => process.exit(0));

const asked = signalOf(process);
try {
  await example(program.opts<{ readonly hire?: number }>().hire);
  process.exitCode = asked.exitCode();
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = asked.exitCode() || 1;
}

async function example(hire: number | undefined): Promise<void> {
  const files = exampleFiles(path.resolve(import.meta.dirname, "../.."));
  say("Sluice: the employees sample, from SQLite to Kafka\n");
  const database = prepareSource(files.database, hire);
  const kafka = await startKafka({ dataFolder: files.kafka, autoCreateTopics: true, onProgress: say });
  try {
    await database;
    say(`Kafka runs at ${kafka.bootstrap}; the source is ${files.database}`);
    writeConfigs(files, kafka.bootstrap);
    await copy(files.worker, files.connector, files.database, kafka.bootstrap);
  } finally {
    await kafka.stop();
  }
}

async function prepareSource(file: string, hire: number | undefined): Promise<void> {
  if (!existsSync(file)) {
    say("Making the sample database (six tables, about 400,000 rows) …");
    await createEmployeesSqlite(file);
  }
  if (hire) {
    const added = insertNewHiresSqlite(file, hire);
    say(`Added ${Object.values(added).reduce((sum, rows) => sum + rows, 0)} rows for ${hire} new employees`);
  }
}

async function copy(workerFile: string, connectorFile: string, database: string, bootstrap: string): Promise<void> {
  let progress: Progress | undefined;
  const sent = new Map<number, number>();
  const standalone = openStandaloneWorker(readWorkerFile(workerFile), {
    // Bars and log lines would fight over the screen, so only what is wrong is logged.
    logger: createStandaloneLogger("warn"),
    signal: asked.signal,
    onAdvance(advance) {
      sent.set(advance.task, advance.records);
      progress?.advance(advance);
    },
  });
  try {
    const [connector] = readConnectorFiles([connectorFile]);
    if (!connector) return;
    await standalone.add(connector);
    const groups = await partitionGroups(standalone, connector.name, connectorProps(connector));
    say(`\nPartition groups, one task each: [${groups.map((group) => `[${group.join(", ")}]`).join(", ")}]\n`);
    const before = await offsetsByTable(standalone, connector.name);
    const left = countRows(
      database,
      new Map([...before].map(([table, { incrementing }]) => [table, BigInt(String(incrementing))])),
    );
    const bars = groups.map((group) => ({
      label: group.join(", "),
      total: employeesTables.reduce((sum, table) => sum + (group.includes(table) ? (left.get(table) ?? 0) : 0), 0),
    }));
    progress = showProgress(bars, process.stdout.isTTY, now);
    const started = now();
    const end = await standalone.run();
    progress.stop();
    if (asked.signal.aborted) return say("\nStopped. Run it again: it goes on where it ended.");
    if (end === "failed") throw new Error("A task failed: the lines above say why.");
    const records = [...sent.values()].reduce((sum, count) => sum + count, 0);
    say(`\nSent ${records} records in ${((now() - started) / 1000).toFixed(1)} s.\n`);
    await report(standalone, connector.name, database, bootstrap);
  } finally {
    standalone.close();
  }
}

async function partitionGroups(
  { worker }: StandaloneWorker,
  connector: string,
  config: Readonly<Record<string, string>>,
): Promise<string[][]> {
  const { tasks } = await computePlan(worker, { connector, config }, 30_000);
  return tasks.map(({ tables = "" }) => tables.split(",").map((table) => table.replaceAll('"', "")));
}

async function offsetsByTable({ worker }: StandaloneWorker, connector: string): Promise<Map<string, SourceOffset>> {
  const offsets = await worker.tasks.listOffsets(connector);
  return new Map(
    [...offsets].map(([partition, offset]) => [String(parseOffset(partition)["table"]), parseOffset(offset)]),
  );
}

async function report(
  standalone: StandaloneWorker,
  connector: string,
  database: string,
  bootstrap: string,
): Promise<void> {
  const rows = countRows(database);
  const counts = await countRecords(
    bootstrap,
    employeesTables.map((table) => TOPIC_PREFIX + table),
  );
  const offsets = await offsetsByTable(standalone, connector);
  const table = new Table({ head: ["table", "rows", "topic", "records", "offset"], style: { head: [], border: [] } });
  for (const name of employeesTables) {
    const topic = TOPIC_PREFIX + name;
    const offset = JSON.stringify(offsets.get(name), (_, value: unknown) =>
      typeof value === "bigint" ? Number(value) : value,
    );
    table.push([name, rows.get(name) ?? 0, topic, counts.get(topic) ?? 0, offset]);
  }
  say(table.toString());
  const topic = `${TOPIC_PREFIX}departments`;
  say(`\nThe first records of ${topic}, read back from Kafka:`);
  for (const { value } of await firstRecords(bootstrap, topic, 3)) say(`  ${value}`);
  const folder = path.relative(process.cwd(), path.dirname(database));
  say(`
Offsets are in ${folder}/offsets.db (SQLite), configurations in ${folder}/*.properties.
Try next:
  npm start                    it resumes: nothing is sent twice
  npm start -- --hire 100      adds new employees first: only they are sent
  npm run deploy:local         the same as Lambda functions with DynamoDB, on a local cloud
  ${`rm -r ${folder}`.padEnd(27)}  starts anew`);
}
