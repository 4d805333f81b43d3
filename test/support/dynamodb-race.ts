import { randomUUID } from "node:crypto";
import { CreateTableCommand, DynamoDBClient, PutItemCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";

/**
 * Makes a table and lets 20 conditional writes race for one key. Returns how many won, and the names of the errors of
 * those that lost.
 */
export async function raceForOneKey(endpointUrl: string): Promise<{ won: number; errors: Set<string> }> {
  const client = new DynamoDBClient({
    endpoint: endpointUrl,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const TableName = `race-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [{ AttributeName: "key", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "key", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName });
  const put = (owner: number) =>
    client.send(
      new PutItemCommand({
        TableName,
        Item: { key: { S: "lease" }, owner: { N: String(owner) } },
        ConditionExpression: "attribute_not_exists(#key)",
        ExpressionAttributeNames: { "#key": "key" },
      }),
    );
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, owner) => put(owner)));
  client.destroy();
  const losers = results.filter((result) => result.status === "rejected");
  return { won: results.length - losers.length, errors: new Set(losers.map(({ reason }) => String(reason.name))) };
}
