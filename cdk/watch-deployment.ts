import { setTimeout as sleep } from "node:timers/promises";
import { countRecords } from "../lib/local/read-topic.ts";
import type { ControlStore, TaskItem, TaskStore } from "../lib/ports/index.ts";

export interface Watch {
  readonly control: ControlStore;
  readonly tasks: TaskStore;
  readonly connector: string;
  readonly kafkaBootstrap: string;
  /** How many records each topic must hold in the end. */
  readonly expected: ReadonlyMap<string, number>;
  readonly say: (text: string) => void;
}

const limitMs = 180_000;
const pollMs = 500;
const sayEveryMs = 5_000;

const count = (value: number): string => value.toLocaleString("en-US");

/**
 * Says what the deployed functions do as it shows in DynamoDB and Kafka: the schedule fires, tasks run, offsets move,
 * records arrive. Ends when every topic holds what is expected and no task runs any more.
 *
 * @throws Error saying what is missing, with the tasks' failures: after three minutes, or when trying again can't help.
 */
export async function watchDeployment(watch: Watch): Promise<void> {
  const { control, tasks, connector, expected, say } = watch;
  const deadline = Date.now() + limitMs;
  const sayNow = (text: string): void => say(`${new Date().toISOString().slice(11, 19)} ${text}`);
  let generation = (await control.readConnector(connector))?.generation ?? 0;
  const goesOn = generation === 0 ? "" : `; generation ${generation} goes on where it ended`;
  sayNow(`Waiting for the schedule, which fires every minute${goesOn} …`);
  const earlier = new Set([...(await tasks.listFailures(connector)).values()].map(({ workerId }) => workerId));
  let said = "";
  let saidAt = 0;
  for (;;) {
    const item = await control.readConnector(connector);
    if (item && item.generation > generation) {
      generation = item.generation;
      sayNow(`The schedule fired: the scheduler planned generation ${generation} with ${item.taskCount} tasks.`);
      await sayGroups(watch, generation);
    }
    const items = await tasks.listTasks(connector);
    const counts = await countRecords(watch.kafkaBootstrap, [...expected.keys()]);
    const complete = items.length > 0 && items.every(isIdle) && missingFrom(counts, expected).length === 0;
    const lines = [...items.map(describeTask), describeCounts(counts, expected)];
    if (generation > 0 && lines.join() !== said && (complete || Date.now() - saidAt > sayEveryMs)) {
      lines.forEach(sayNow);
      said = lines.join();
      saidAt = Date.now();
    }
    if (complete) break;
    const failures = [...(await tasks.listFailures(connector)).values()];
    const hopeless = failures.filter(({ retryAt, workerId }) => retryAt === undefined && !earlier.has(workerId));
    if (Date.now() > deadline || (items.length > 0 && hopeless.length === items.length)) {
      throw new Error(await failureOf(watch, counts));
    }
    await sleep(pollMs);
  }
  await sayResult(watch);
}

const isIdle = ({ owner }: TaskItem): boolean => owner === undefined;

const missingFrom = (counts: ReadonlyMap<string, number>, expected: ReadonlyMap<string, number>): string[] =>
  [...expected].filter(([topic, wanted]) => (counts.get(topic) ?? 0) < wanted).map(([topic]) => topic);

async function sayGroups({ control, connector, say }: Watch, generation: number): Promise<void> {
  const configs = await control.readTaskConfigs(connector, generation);
  for (const [task, { tables = "" }] of (configs?.tasks ?? []).entries()) {
    say(`         task ${task}: ${tables.replaceAll('"', "")}`);
  }
}

function describeTask(item: TaskItem): string {
  const does = isIdle(item) ? "is idle" : "runs";
  const { records = 0 } = item.progress ?? {};
  return `Task ${item.task} ${does}: ${count(records)} records, ${item.sequence} checkpoints in DynamoDB.`;
}

function describeCounts(counts: ReadonlyMap<string, number>, expected: ReadonlyMap<string, number>): string {
  const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);
  return `Kafka has ${count(sum(counts.values()))} of ${count(sum(expected.values()))} records.`;
}

async function sayResult({ tasks, connector, kafkaBootstrap, expected, say }: Watch): Promise<void> {
  const counts = await countRecords(kafkaBootstrap, [...expected.keys()]);
  say("\nEvery row is in Kafka.\n");
  say(`  ${"topic".padEnd(24)} ${"rows".padStart(9)} ${"records".padStart(9)}`);
  for (const [topic, rows] of expected) {
    say(`  ${topic.padEnd(24)} ${count(rows).padStart(9)} ${count(counts.get(topic) ?? 0).padStart(9)}`);
  }
  say("\nWhere each source partition stands, from DynamoDB:\n");
  for (const [partition, offset] of await tasks.listOffsets(connector)) say(`  ${partition}  ${offset}`);
  say("");
}

async function failureOf({ tasks, control, connector, expected }: Watch, counts: ReadonlyMap<string, number>) {
  const status = await control.readConnectorStatus(connector);
  const isFailed = new Set(
    (await tasks.listTasks(connector)).flatMap(({ task, state }) => (state === "FAILED" ? [task] : [])),
  );
  const failures = [...(await tasks.listFailures(connector))]
    .filter(([task]) => isFailed.has(task))
    .map(([task, { trace }]) => `Task ${task} failed: ${trace.split("\n", 1)[0]}`);
  const missing = missingFrom(counts, expected).join(", ");
  const what = missing === "" ? "A task still runs." : `Not every row is in Kafka, look at ${missing}.`;
  return [what, ...(status?.trace === undefined ? [] : [status.trace]), ...failures].join("\n");
}
