import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { createDynamoDbStores } from "../../../../lib/adapters/dynamodb/stores.ts";
import type { ConnectorItem, ControlStore } from "../../../../lib/ports/control-store.ts";
import type { TaskStore } from "../../../../lib/ports/task-store.ts";
import { startCannedServer } from "../../../support/canned-answers.ts";

type Call = (stores: { readonly control: ControlStore; readonly tasks: TaskStore }) => Promise<unknown>;

const read: ConnectorItem = {
  connector: "orders",
  uid: "u",
  config: { topic: "a" },
  targetState: "STOPPED",
  version: 7,
  generation: 3,
  hash: undefined,
  taskCount: 0,
  generationSince: 1,
  tasksGeneration: 2,
  tasksChunks: 2,
  deleted: false,
  declaredBy: undefined,
};
const lease = { connector: "orders", task: 0, generation: 1, owner: "me", epoch: 2 };
const item = { ...lease, expiresAt: 1, sequence: 1, state: undefined, progress: undefined };
const failure = { trace: "t", workerId: "w", generation: 1, sequence: 1, failures: 1, retryAt: undefined };
const offsets = new Map([["{}", "{}"]]);
const write = { sequence: 3, expiresAt: 5, offsets, updatedAt: 4, progress: { records: 1, bytes: 1 }, release: false };
const create = { connector: "orders", uid: "u", config: {}, targetState: "RUNNING" } as const;
const running = { state: "RUNNING", workerId: "w", trace: undefined } as const;

/** What each write is made of: it must be one request, and every action must be allowed to the function that makes it. */
const WRITES: readonly (readonly [string, Call, readonly string[]])[] = [
  ["W1", ({ control }) => control.createConnector(create), ["Update configs"]],
  ["W1 over a deleted item", ({ control }) => control.createConnector({ ...create, over: read }), ["Update configs"]],
  ["W2", ({ control }) => control.changeConnector(read, { config: {} }), ["Update configs"]],
  ["W2s", ({ control }) => control.stopConnector(read, { now: 1 }), ["Update configs"]],
  ["W9", ({ control }) => control.editOffsets({ read, offsets, updatedAt: 1 }), ["Update configs", "Update offsets"]],
  ["W10", ({ control }) => control.deleteTask(read, 0), ["ConditionCheck configs", "Delete status", "Delete status"]],
  [
    "W13",
    ({ control }) => control.forgetConnector(read),
    ["Update configs", "Delete status", "Delete status", "Delete status"],
  ],
  [
    "the connector's status",
    ({ control }) => control.writeConnectorStatus(read, running),
    ["ConditionCheck configs", "Put status"],
  ],
  ["W4", ({ tasks }) => tasks.moveTask({ ...lease, now: 1 }), ["UpdateItem status"]],
  ["W5", ({ tasks }) => tasks.acquireLease({ ...lease, now: 1, expiresAt: 2 }), ["UpdateItem status"]],
  ["W6", ({ tasks }) => tasks.extendLease(lease, 2), ["UpdateItem status"]],
  ["W7", ({ tasks }) => tasks.releaseLease(lease), ["UpdateItem status"]],
  ["W8", ({ tasks }) => tasks.checkpoint({ lease, ...write }), ["Update status", "Update offsets"]],
  ["W14", ({ tasks }) => tasks.freeLease("orders", item, failure), ["Update status", "Put status"]],
  ["a task's state", ({ tasks }) => tasks.writeTaskState(lease, "RUNNING"), ["UpdateItem status"]],
  ["a task's failure", ({ tasks }) => tasks.writeTaskFailure(lease, failure), ["Update status", "Put status"]],
];

test.for(WRITES)("%s is one request of these actions", async ([, call, actions]) => {
  await using server = await startCannedServer();
  server.answers.push({ status: 200, body: {} });
  const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
  const client = new DynamoDBClient({ endpoint: server.endpoint, region: "eu-central-1", credentials, maxAttempts: 1 });
  const tables = { configs: "configs", offsets: "offsets", status: "status" };
  await call(createDynamoDbStores({ client, tables }));
  client.destroy();
  const sent = server.seen.map(({ headers, body }) => actionsOf(String(headers["x-amz-target"]), body));
  expect(sent).toEqual([actions]);
});

/** `Update status` for an action of a transaction, `UpdateItem status` for a request of its own. */
function actionsOf(target: string, { TableName, TransactItems }: Readonly<Record<string, unknown>>): string[] {
  if (!Array.isArray(TransactItems)) return [`${target.split(".")[1]} ${String(TableName)}`];
  return TransactItems.flatMap((action: Readonly<Record<string, { readonly TableName: string }>>) =>
    Object.entries(action).map(([name, { TableName: table }]) => `${name} ${table}`),
  );
}
