import { writeFileSync } from "node:fs";
import process from "node:process";
import { program } from "commander";
import { createDynamoDbStores } from "../../lib/adapters/dynamodb/stores.ts";
import { startDynamoDbLocal } from "../../lib/local/dynamodb-local.ts";
import { countedClient } from "./scheduler-tick/counted-client.ts";
import { countingWorker } from "./scheduler-tick/counting-worker.ts";
import { type MeasuredTick, measureTicks } from "./scheduler-tick/measured-tick.ts";
import { notLinear, toMarkdown } from "./scheduler-tick/report.ts";
import { makeTables } from "./scheduler-tick/tables.ts";

const { json } = program
  .name("npm run bench:tick --")
  .description(
    "Ticks of 1 to 1,000 connectors of 3 tasks each against DynamoDB Local: time, memory, requests and units.",
  )
  .option("--json <file>", "writes the figures to a file as well")
  .parse()
  .opts<{ json?: string }>();

const SIZES = [1, 100, 300, 1_000];
const say = (text: string): void => void process.stdout.write(`${text}\n`);

await using dynamoDb = await startDynamoDbLocal({ onProgress: say });
const { client, use } = countedClient(dynamoDb.endpointUrl);
const ticks: MeasuredTick[] = [];
// What is done for the first time is compiled and connects: not measured.
for (const [round, connectors] of [20, ...SIZES].entries()) {
  const tables = await makeTables(client, `tick-${round}`);
  const measured = await measureTicks(countingWorker(createDynamoDbStores({ client, tables })), use, connectors);
  if (round === 0) continue;
  ticks.push(...measured);
  say(
    `${connectors} connectors: ${measured.map(({ state, wallMs }) => `${state} ${wallMs.toFixed(0)} ms`).join(", ")}`,
  );
}
client.destroy();

say(`\n${toMarkdown(ticks)}\n`);
if (json !== undefined) writeFileSync(json, `${JSON.stringify(ticks, undefined, 2)}\n`);
const odd = notLinear(ticks);
say(odd.length === 0 ? "Units a tick are linear in the connectors." : `Units a tick are NOT linear: ${odd.join(", ")}`);
process.exitCode = odd.length === 0 ? 0 : 1;
