import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Admin } from "@platformatic/kafka";
import { TABLE_KEYS, type TableNames } from "../../lib/adapters/dynamodb/table-layout.ts";
import { startDynamoDbLocal, type DynamoDbLocal } from "../../lib/local/dynamodb-local.ts";
import { startKafka, type Kafka } from "../../lib/local/kafka.ts";
import { createDatabase, startPostgres, type Postgres } from "../../lib/local/postgres.ts";

/** The real servers of one run. Each can be stopped and started; its data stays and so does its address. */
export interface Servers extends AsyncDisposable {
  /** Two nodes. One may be down: topics have two replicas, of which one in sync is enough. */
  readonly kafka: Kafka;
  readonly dynamoDb: DynamoDbLocal;
  readonly postgres: Postgres;
  /** The database of the source tables. */
  readonly databaseUrl: string;
}

/** The names of the three stores. */
export const storeTables: TableNames = { configs: "chaos-configs", offsets: "chaos-offsets", status: "chaos-status" };

const STORES = ["configs", "offsets", "status"] as const;

/** A client of the local DynamoDB, which takes any credentials. A request that hangs fails as in the functions. */
export function openDynamoDb(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
}

/** Starts all of them, with the stores and the topics, each of one partition. Throws a sentence when one does not start. */
export async function startServers(topics: readonly string[]): Promise<Servers> {
  const started = await Promise.allSettled([
    startKafka({ nodes: 2 }),
    startDynamoDbLocal({ inFiles: true }),
    startPostgres(),
  ]);
  const stop = async (): Promise<void> => {
    const running = started.flatMap((server) => (server.status === "fulfilled" ? [server.value] : []));
    await Promise.all(running.map((server) => server.stop()));
  };
  try {
    const [kafka, dynamoDb, postgres] = started;
    if (kafka.status === "rejected") throw kafka.reason;
    if (dynamoDb.status === "rejected") throw dynamoDb.reason;
    if (postgres.status === "rejected") throw postgres.reason;
    await Promise.all([createStores(dynamoDb.value.endpointUrl), createTopics(kafka.value.bootstrap, topics)]);
    return {
      kafka: kafka.value,
      dynamoDb: dynamoDb.value,
      postgres: postgres.value,
      databaseUrl: await createDatabase(postgres.value.url),
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createStores(endpoint: string): Promise<void> {
  const client = openDynamoDb(endpoint);
  for (const store of STORES) {
    const { partitionKey, ...rest } = TABLE_KEYS[store];
    const keys = [partitionKey, ...("sortKey" in rest ? [rest.sortKey] : [])];
    await client.send(
      new CreateTableCommand({
        TableName: storeTables[store],
        KeySchema: keys.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? "HASH" : "RANGE" })),
        AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
  }
  client.destroy();
}

async function createTopics(bootstrap: string, topics: readonly string[]): Promise<void> {
  const admin = new Admin({ clientId: "chaos", bootstrapBrokers: bootstrap.split(",") });
  try {
    await admin.createTopics({ topics: [...topics], partitions: 1, replicas: 2 });
  } finally {
    await admin.close();
  }
}
