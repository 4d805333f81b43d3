import { afterAll, beforeAll, describe } from "vitest";
import { type DynamoDbLocal, startDynamoDbLocal } from "../../../lib/local/dynamodb-local.ts";
import { describeFaults } from "./describe-faults.ts";
import { describeLimits } from "./describe-limits.ts";
import { describeStores } from "./describe-stores.ts";

let server: DynamoDbLocal;
beforeAll(async () => {
  server = await startDynamoDbLocal();
});
afterAll(() => server.stop());

describe("stores", () => describeStores(() => server.endpointUrl));

describe("stores behind faults", () => describeFaults(() => server.endpointUrl));

describe("stores at their limits", () => describeLimits(() => server.endpointUrl));
