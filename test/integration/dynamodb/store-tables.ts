import {
  CreateTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { TABLE_KEYS, type TableNames } from "../../../lib/adapters/dynamodb/table-layout.ts";

/** How the tests talk to a DynamoDB on this machine. */
export const clientOf = (endpoint: string, config: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    ...config,
  });

/** Names that no other suite uses. */
export function newTableNames(): TableNames {
  const prefix = `sluice-${crypto.randomUUID()}`;
  return { configs: `${prefix}-configs`, offsets: `${prefix}-offsets`, status: `${prefix}-status` };
}

/** Makes the three tables of the stores. */
export async function makeTables(client: DynamoDBClient, names: TableNames): Promise<void> {
  await Promise.all((["configs", "offsets", "status"] as const).map((table) => makeTable(client, table, names[table])));
}

async function makeTable(client: DynamoDBClient, table: keyof TableNames, TableName: string): Promise<void> {
  const { partitionKey, ...rest } = TABLE_KEYS[table];
  const keys = [partitionKey, ...("sortKey" in rest ? [rest.sortKey] : [])];
  await client.send(
    new CreateTableCommand({
      TableName,
      KeySchema: keys.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? "HASH" : "RANGE" })),
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName });
}
