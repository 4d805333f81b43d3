import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { createDynamoDbStores } from "../../../../lib/adapters/dynamodb/stores.ts";
import { ConnectError } from "../../../../lib/connect/errors.ts";
import type { ControlStore } from "../../../../lib/ports/control-store.ts";
import type { TaskStore } from "../../../../lib/ports/task-store.ts";
import { type CannedAnswer, startCannedServer } from "../../../support/canned-answers.ts";

/** Lets the stores do something against a server that says `answers`. */
async function ask<T>(
  answers: readonly CannedAnswer[],
  request: (stores: { readonly control: ControlStore; readonly tasks: TaskStore }) => Promise<T>,
  maxAttempts = 1,
) {
  await using server = await startCannedServer();
  server.answers.push(...answers);
  const client = new DynamoDBClient({
    endpoint: server.endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "id", secretAccessKey: "secret" },
    maxAttempts,
  });
  const tables = { configs: "configs", offsets: "offsets", status: "status" };
  try {
    const result = await request(createDynamoDbStores({ client, tables }));
    return { result, error: undefined, seen: server.seen };
  } catch (error) {
    return { result: undefined, error, seen: server.seen };
  } finally {
    client.destroy();
  }
}

const lease = { connector: "orders", task: 0, generation: 1, owner: "me", epoch: 2 };
const offsets = new Map([['{"table":"a"}', "{}"]]);
const progress = { records: 1, bytes: 1 };
const checkpoint = { lease, sequence: 3, expiresAt: 5, offsets, updatedAt: 4, progress, release: false };
const stored = { connector: "orders", item: "task#0", owner: "you" };
const item = {
  ...Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, { S: value }])),
  ...Object.fromEntries(["generation", "epoch", "sequence"].map((name) => [name, { N: "7" }])),
};
const taskItem = { task: 0, generation: 7, epoch: 7, sequence: 7, owner: "you" };
const create = { connector: "orders", uid: "u", config: {}, targetState: "RUNNING" } as const;

const refusal = (type: string, more: object = {}, status = 400): CannedAnswer => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "because", ...more },
});
const cancelled = (...codes: readonly string[]): CannedAnswer =>
  refusal("TransactionCanceledException", {
    CancellationReasons: codes.map((Code) => (Code === "None" ? { Code } : { Code, Message: `why ${Code}` })),
  });

test("a refused write returns the item that the refusal tells", async () => {
  const { result, seen } = await ask([refusal("ConditionalCheckFailedException", { Item: item })], ({ tasks }) =>
    tasks.extendLease(lease, 9),
  );
  expect(result).toMatchObject({ accepted: false, item: taskItem });
  expect(seen).toHaveLength(1);
  expect(seen[0]?.body).toMatchObject({ ReturnValuesOnConditionCheckFailure: "ALL_OLD", ReturnValues: "ALL_NEW" });
});

test("a refused checkpoint returns the item that the cancellation tells", async () => {
  const reasons = [{ Code: "ConditionalCheckFailed", Item: item }, { Code: "None" }];
  const { result, seen } = await ask(
    [refusal("TransactionCanceledException", { CancellationReasons: reasons })],
    ({ tasks }) => tasks.checkpoint(checkpoint),
  );
  expect(result).toMatchObject({ accepted: false, item: taskItem });
  expect(seen).toHaveLength(1);
});

test.for([
  ["a write", refusal("ConditionalCheckFailedException"), (tasks: TaskStore) => tasks.extendLease(lease, 9)],
  ["a checkpoint", cancelled("ConditionalCheckFailed", "None"), (tasks: TaskStore) => tasks.checkpoint(checkpoint)],
] as const)("where the server does not tell the item that refused %s, it is read", async ([, answer, write]) => {
  const { result, seen } = await ask([answer, { status: 200, body: { Item: item } }], ({ tasks }) => write(tasks));
  expect(result).toMatchObject({ accepted: false, item: taskItem });
  expect(seen[1]?.headers["x-amz-target"]).toBe("DynamoDB_20120810.GetItem");
  expect(seen[1]?.body).toMatchObject({
    ConsistentRead: true,
    Key: { connector: { S: "orders" }, item: { S: "task#0" } },
  });
});

test.for([
  ["a conflict", cancelled("TransactionConflict", "None"), "TransactionConflict"],
  ["a conflict beside a refusal", cancelled("ConditionalCheckFailed", "TransactionConflict"), "TransactionConflict"],
  ["throttling of an item", cancelled("None", "ThrottlingError"), "ThrottlingError"],
  ["a hot partition", cancelled("None", "ProvisionedThroughputExceeded"), "ProvisionedThroughputExceeded"],
  ["a transaction under way", refusal("TransactionInProgressException"), "TransactionInProgressException"],
  ["throttling", refusal("ThrottlingException"), "ThrottlingException"],
  ["an ill server", refusal("InternalServerError", {}, 500), "InternalServerError"],
  ["a gateway without a service", { status: 503, body: {} }, "DynamoDB did not do TransactWriteItems"],
  ["a lost answer", "hang up", "ECONNRESET"],
] as const)("%s is to be tried again", async ([, answer, why]) => {
  const { error } = await ask([answer], ({ tasks }) => tasks.checkpoint(checkpoint));
  expect(error).toBeInstanceOf(ConnectError);
  expect(error).toMatchObject({ retriable: true });
  expect(String(error)).toContain("TransactWriteItems on tables status, offsets for connector orders");
  expect(String(error)).toContain(why);
});

test.for([
  ["a missing table", refusal("ResourceNotFoundException"), /UpdateItem.*orders.*table status .*exist/],
  ["a missing right", refusal("AccessDeniedException"), /denied UpdateItem on table status .*orders.*\(because\)/],
  ["an invalid request", refusal("ValidationException"), /refused UpdateItem on table status .*orders: because/],
] as const)("%s is an error that names the table and the action", async ([, answer, sentence]) => {
  const { error } = await ask([answer], ({ tasks }) => tasks.releaseLease(lease));
  expect(error).toBeInstanceOf(ConnectError);
  expect(error).toMatchObject({ retriable: false, message: expect.stringMatching(sentence) });
});

test("a transaction that can never pass says why", async () => {
  const { error } = await ask([cancelled("None", "ValidationError")], ({ tasks }) => tasks.checkpoint(checkpoint));
  expect(error).toMatchObject({ retriable: false, message: expect.stringMatching(/refused .*: why ValidationError$/) });
});

test("the SDK repeats a transaction with its token; the same write asked for again has a new one", async () => {
  const { result, seen } = await ask(
    ["hang up", { status: 200, body: {} }, { status: 200, body: {} }],
    async ({ tasks }) => [await tasks.checkpoint(checkpoint), await tasks.checkpoint(checkpoint)],
    2,
  );
  expect(result).toEqual([{ accepted: true }, { accepted: true }]);
  const [first, repeated, again] = seen.map(({ body }) => body["ClientRequestToken"]);
  expect(first).toMatch(/^[\da-f-]{36}$/);
  expect(repeated).toBe(first);
  expect(again).toMatch(/^[\da-f-]{36}$/);
  expect(again).not.toBe(first);
});

test("every write of a connector carries a token, so that the SDK's retry is not refused by its own first try", async () => {
  const { seen } = await ask([{ status: 200, body: {} }], ({ control }) => control.createConnector(create));
  expect(seen[0]?.headers["x-amz-target"]).toBe("DynamoDB_20120810.TransactWriteItems");
  expect(seen[0]?.body["ClientRequestToken"]).toMatch(/^[\da-f-]{36}$/);
});

test("reads that decide something are strongly consistent, a watcher's is not", async () => {
  const empty = { status: 200, body: { Items: [], Item: undefined, Responses: {} } };
  const { seen } = await ask([empty, empty, empty, empty, empty, empty], async ({ control, tasks }) => {
    await control.readConnector("orders");
    await control.listConnectors();
    await tasks.listTasks("orders");
    await tasks.listOffsets("orders");
    await tasks.readOffsets("orders", ["{}"]);
    await control.readConnector("orders", { stale: true });
  });
  const consistent = seen.map(({ body }) => JSON.stringify(body).includes('"ConsistentRead":true'));
  expect(consistent).toEqual([true, true, true, true, true, false]);
});

test("a read of many offsets asks again for what was left out", async () => {
  const keys = Array.from({ length: 150 }, (_, n) => `{"n":${n}}`);
  const key = (n: number) => ({ connector: { S: "orders" }, partition: { S: keys[n] } });
  const page = (from: number, to: number, unprocessed: readonly number[] = []): CannedAnswer => ({
    status: 200,
    body: {
      Responses: {
        offsets: keys
          .slice(from, to)
          .map((_, n) => Object.assign(key(from + n), { offset: { S: `{"id":${from + n}}` } })),
      },
      UnprocessedKeys: unprocessed.length > 0 ? { offsets: { Keys: unprocessed.map(key) } } : {},
    },
  });
  const { result, seen } = await ask([page(0, 99, [99]), page(99, 150)], ({ tasks }) =>
    tasks.readOffsets("orders", keys),
  );
  expect(result).toEqual(new Map(keys.map((partition, n) => [partition, `{"id":${n}}`])));
  const asked = seen.map(({ body }) => JSON.stringify(body).match(/"partition":/g)?.length);
  expect(asked).toEqual([100, 51]);
});

test("a read of offsets that gets nothing at all is to be tried again", async () => {
  const nothing = { offsets: { Keys: [{ connector: { S: "orders" }, partition: { S: "{}" } }] } };
  const { error, seen } = await ask([{ status: 200, body: { Responses: {}, UnprocessedKeys: nothing } }], ({ tasks }) =>
    tasks.readOffsets("orders", ["{}"]),
  );
  expect(error).toMatchObject({ retriable: true });
  expect(seen).toHaveLength(1);
});

test("an item that another program has changed is named", async () => {
  const { error } = await ask([{ status: 200, body: { Item: { connector: { S: "orders" } } } }], ({ control }) =>
    control.readConnector("orders"),
  );
  expect(String(error)).toContain("DynamoDB item orders has no usable uid");
});
