import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { TABLE_KEYS, type TableNames } from "../../../lib/adapters/dynamodb/table-layout.ts";

/** Makes the three tables, empty, with that in front of their names. */
export async function makeTables(client: DynamoDBClient, prefix: string): Promise<TableNames> {
  const tables = { configs: `${prefix}-configs`, offsets: `${prefix}-offsets`, status: `${prefix}-status` };
  const make = async (TableName: string, keys: Readonly<Record<string, string>>): Promise<void> => {
    const names = Object.values(keys);
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        KeySchema: names.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? "HASH" : "RANGE" })),
      }),
    );
  };
  await make(tables.configs, TABLE_KEYS.configs);
  await make(tables.offsets, TABLE_KEYS.offsets);
  await make(tables.status, TABLE_KEYS.status);
  return tables;
}
