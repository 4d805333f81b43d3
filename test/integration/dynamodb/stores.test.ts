import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { createDynamoDbStores } from "../../../lib/adapters/dynamodb/stores.ts";
import { TABLE_KEYS } from "../../../lib/adapters/dynamodb/table-layout.ts";
import { controlStoreContract } from "../../contracts/control-store.ts";
import { taskStoreContract } from "../../contracts/task-store.ts";

const client = new DynamoDBClient({
  endpoint: inject("awsEndpointUrl"),
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
const prefix = `sluice-${crypto.randomUUID()}`;
const tables = { configs: `${prefix}-configs`, offsets: `${prefix}-offsets`, status: `${prefix}-status` };

beforeAll(async () => {
  const makeTable = async (table: keyof typeof tables): Promise<void> => {
    const { partitionKey, ...rest } = TABLE_KEYS[table];
    const keys = [partitionKey, ...("sortKey" in rest ? [rest.sortKey] : [])];
    await client.send(
      new CreateTableCommand({
        TableName: tables[table],
        KeySchema: keys.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? "HASH" : "RANGE" })),
        AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName: tables[table] });
  };
  await Promise.all([makeTable("configs"), makeTable("offsets"), makeTable("status")]);
});

afterAll(() => client.destroy());

describe("ControlStore in DynamoDB", () => controlStoreContract(async () => createDynamoDbStores({ client, tables })));

describe("TaskStore in DynamoDB", () => taskStoreContract(async () => createDynamoDbStores({ client, tables })));
