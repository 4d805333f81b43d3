import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { startDynamoDbLocal } from "../../../lib/local/dynamodb-local.ts";
import { raceForOneKey } from "../../support/dynamodb-race.ts";

test("DynamoDB Local lets one of 20 conditional writes win", async () => {
  await using server = await startDynamoDbLocal();
  await expect(raceForOneKey(server.endpointUrl)).resolves.toEqual({
    won: 1,
    errors: new Set(["ConditionalCheckFailedException"]),
  });
});

test("DynamoDB Local with files has its tables again after a stop, at the same address", async () => {
  await using server = await startDynamoDbLocal({ inFiles: true });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new DynamoDBClient({ endpoint: server.endpointUrl, region: "us-east-1", credentials, maxAttempts: 1 });
  const list = async () => (await client.send(new ListTablesCommand())).TableNames;
  await client.send(
    new CreateTableCommand({
      TableName: "kept",
      KeySchema: [{ AttributeName: "key", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "key", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await server.stopServer();
  await expect(list()).rejects.toThrow("ECONNREFUSED");
  await server.startServer();
  expect(await list()).toEqual(["kept"]);
  client.destroy();
});
