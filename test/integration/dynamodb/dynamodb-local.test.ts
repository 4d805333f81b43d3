import { afterAll, beforeAll } from "vitest";
import { type DynamoDbLocal, startDynamoDbLocal } from "../../../lib/local/dynamodb-local.ts";
import { describeStores } from "./describe-stores.ts";

let server: DynamoDbLocal;
beforeAll(async () => {
  server = await startDynamoDbLocal();
});
afterAll(() => server.stop());

describeStores(() => server.endpointUrl);
