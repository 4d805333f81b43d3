import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { ControlStore } from "../../ports/control-store.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import { createDynamoDbControlStore } from "./control-store.ts";
import { Requests } from "./requests.ts";
import type { TableNames } from "./table-layout.ts";
import { createDynamoDbTaskStore } from "./task-store.ts";

export interface DynamoDbStoresOptions {
  /**
   * The caller's to configure and to destroy. A request timeout should be well below the lease time; the SDK's own
   * retries are welcome (`task-store.ts` says how a repeated write is told).
   */
  readonly client: DynamoDBClient;
  readonly tables: TableNames;
}

/** Both stores of distributed mode over three DynamoDB tables of one region (DESIGN §5). */
export function createDynamoDbStores({ client, tables }: DynamoDbStoresOptions): {
  readonly control: ControlStore;
  readonly tasks: TaskStore;
} {
  const requests = new Requests(client);
  return {
    control: createDynamoDbControlStore(requests, tables),
    tasks: createDynamoDbTaskStore(requests, tables),
  };
}
