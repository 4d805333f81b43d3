import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import Table from "cli-table3";
import { startKafka } from "../../lib/local/kafka.ts";
import { createDatabase, startPostgres } from "../../lib/local/postgres.ts";
import { countRecords } from "../../lib/local/read-topic.ts";
import { measureNode } from "./measured-process.ts";
import { makeSampleTable } from "./sample-table.ts";

/** `npm run bench [ROWS]`: a PostgreSQL table to Kafka through the standalone worker; one line a converter setting. */
const rows = Number(process.argv[2] ?? 1_000_000);
/** As `npm run standalone` and the functions run it: a small young generation halves the memory and costs no time. */
const flags = ["--max-semi-space-size=4"];
const main = path.resolve(import.meta.dirname, "../../functions/standalone/main.ts");
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const folder = mkdtempSync(path.join(os.tmpdir(), "sluice-bench-"));
await using kafka = await startKafka({ autoCreateTopics: true, onProgress: say });
await using postgres = await startPostgres();
const database = await createDatabase(postgres.url);
say(`Making ${rows} rows of 8 columns …`);
await makeSampleTable(database, rows);

const table = new Table({
  head: ["JsonConverter", "rows/s (whole process)", "CPU s a million rows", "peak MiB", "wall s", "records"],
  style: { head: [], border: [] },
});
for (const schemas of [false, true]) {
  const prefix = `bench-${schemas}-`;
  const measured = await measureNode([...flags, main, ...configs(prefix, schemas)]);
  if (measured.exitCode !== 0) throw new Error(measured.output);
  const records = (await countRecords(kafka.bootstrap, [`${prefix}bench`])).get(`${prefix}bench`) ?? 0;
  table.push([
    `schemas.enable=${schemas}`,
    Math.round((rows * 1000) / measured.wallMs),
    ((measured.cpuSeconds * 1_000_000) / rows).toFixed(2),
    measured.peakMib.toFixed(0),
    (measured.wallMs / 1000).toFixed(1),
    records,
  ]);
}
say(table.toString());
rmSync(folder, { recursive: true });

function configs(prefix: string, schemas: boolean): string[] {
  const { hostname, port, pathname } = new URL(database);
  const worker = path.join(folder, `${prefix}worker.properties`);
  const connector = path.join(folder, `${prefix}bench.properties`);
  writeFileSync(
    worker,
    `bootstrap.servers=${kafka.bootstrap}
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.json.JsonConverter
value.converter.schemas.enable=${schemas}
offset.storage.file.filename=${path.join(folder, `${prefix}offsets.db`)}
`,
  );
  writeFileSync(
    connector,
    `name=bench
connector.class=io.confluent.connect.jdbc.JdbcSourceConnector
connection.url=jdbc:postgresql://${hostname}:${port}${pathname}
connection.user=postgres
mode=incrementing
incrementing.column.name=id
table.whitelist=bench
topic.prefix=${prefix}
batch.max.rows=5000
sluice.run.mode=drain
`,
  );
  return [worker, connector];
}
