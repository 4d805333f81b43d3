import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { startCannedServer } from "../../../support/canned-answers.ts";
import type { DynamoDbMatch } from "../../../support/faults/dynamodb-request.ts";
import { type DynamoDbProxy, startDynamoDbProxy } from "../../../support/faults/dynamodb-proxy.ts";

const FINE = { status: 200, body: {} };
const CUT_OFF = { kind: "fails", as: "cut off" } as const;
const key = (name: string) => ({ connector: { S: name } });
const update = (name: string, table = "configs") => new UpdateItemCommand({ TableName: table, Key: key(name) });

/** Lets a client talk through a proxy to a server that says yes to everything. */
async function withProxy(
  talk: (client: DynamoDBClient, proxy: DynamoDbProxy, seen: readonly { readonly body: unknown }[]) => Promise<void>,
) {
  await using server = await startCannedServer();
  server.answers.push(...Array.from({ length: 20 }, () => FINE));
  await using proxy = await startDynamoDbProxy(server.endpoint);
  const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
  const client = new DynamoDBClient({ endpoint: proxy.endpoint, region: "eu-central-1", credentials, maxAttempts: 1 });
  await talk(client, proxy, server.seen);
  client.destroy();
}

const MATCHES: readonly (readonly [string, DynamoDbMatch])[] = [
  ["its action", { actions: ["UpdateItem"] }],
  ["its table", { table: "configs" }],
  ["its key", { key: key("b") }],
  ["its body", { where: ({ Key }) => JSON.stringify(Key).includes('"b"') }],
];

test.for(MATCHES)("a fault meets the first request that is meant, known by %s, and only that", async ([, match]) => {
  await withProxy(async (client, proxy, seen) => {
    proxy.next(CUT_OFF, match);
    await client.send(new GetItemCommand({ TableName: "status", Key: key("a") }));
    await expect(client.send(update("b"))).rejects.toThrow();
    await client.send(update("b"));
    expect(seen).toHaveLength(2);
    expect(proxy.seen).toHaveLength(3);
  });
});

test("a fault may be for the request after so many others", async () => {
  await withProxy(async (client, proxy, seen) => {
    proxy.nextWrite(CUT_OFF, { skip: 2 });
    await client.send(update("a"));
    await client.send(update("a"));
    await expect(client.send(update("a"))).rejects.toThrow();
    await client.send(update("a"));
    expect(seen).toHaveLength(3);
  });
});

test("a copy comes when it is to be delivered, and is no retry by its token", async () => {
  await withProxy(async (client, proxy, seen) => {
    const transaction = new TransactWriteItemsCommand({
      TransactItems: [{ Delete: { TableName: "status", Key: key("a") } }],
      ClientRequestToken: "token",
    });
    proxy.next({ kind: "twice" }, { key: key("a"), table: "status" });
    await client.send(transaction);
    expect(seen).toHaveLength(1);
    await proxy.deliver();
    await proxy.deliver();
    expect(seen.map(({ body }) => body)).toEqual([
      expect.objectContaining({ ClientRequestToken: "token" }),
      expect.not.objectContaining({ ClientRequestToken: expect.anything() }),
    ]);
  });
});
