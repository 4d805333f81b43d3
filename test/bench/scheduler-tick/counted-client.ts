import { type ConsumedCapacity, DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** What was asked of DynamoDB, and what it says that this costs. */
export interface DynamoDbUse {
  /** Answered requests by action, such as `Query`. */
  readonly calls: Map<string, number>;
  readUnits: number;
  writeUnits: number;
}

const READS = new Set(["GetItem", "BatchGetItem", "Query", "Scan"]);
const WRITES = new Set(["UpdateItem", "TransactWriteItems"]);

/** A client of a DynamoDB at an address, whose every request asks for its price. */
export function countedClient(endpoint: string): { readonly client: DynamoDBClient; readonly use: DynamoDbUse } {
  const use: DynamoDbUse = { calls: new Map(), readUnits: 0, writeUnits: 0 };
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials });
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (request) => {
        const action = commandName.replace(/Command$/, "");
        if (!READS.has(action) && !WRITES.has(action)) return next(request);
        const answer = await next({ ...request, input: { ...request.input, ReturnConsumedCapacity: "TOTAL" } });
        use.calls.set(action, (use.calls.get(action) ?? 0) + 1);
        const units = unitsOf(answer.output);
        if (READS.has(action)) use.readUnits += units;
        else use.writeUnits += units;
        return answer;
      },
    { step: "initialize", name: "countCapacity" },
  );
  return { client, use };
}

/** @throws Error if the answer does not tell: nothing would be measured. */
function unitsOf(output: { readonly ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] } | object): number {
  if (!("ConsumedCapacity" in output)) throw new Error("DynamoDB did not tell what the request cost");
  return [output.ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}

/** Begins to count anew. */
export function resetUse(use: DynamoDbUse): void {
  use.calls.clear();
  use.readUnits = 0;
  use.writeUnits = 0;
}
