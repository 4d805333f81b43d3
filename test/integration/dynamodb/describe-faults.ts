import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe } from "vitest";
import { createDynamoDbStores } from "../../../lib/adapters/dynamodb/stores.ts";
import { storeFaultsContract, type StoresWithFaults } from "../../contracts/store-faults.ts";
import { type DynamoDbFault, startDynamoDbProxy } from "../../support/faults/dynamodb-proxy.ts";
import { REFUSALS } from "../../support/faults/dynamodb-refusals.ts";
import { clientOf, makeTables, newTableNames } from "./store-tables.ts";

/** For a request that nobody answers in time, and for all others: this machine may be busy. */
const TIMEOUT_MS = { short: 300, long: 20_000 };

const FAULTS: Readonly<Record<string, DynamoDbFault>> = {
  never: { kind: "never" },
  "cut off": { kind: "fails", as: "cut off" },
  ...Object.fromEntries(REFUSALS.map((as) => [as, { kind: "fails", as } as const])),
  lost: { kind: "lost" },
  "answered too late": { kind: "lost", answerAfterMs: TIMEOUT_MS.short + 200 },
  late: { kind: "late" },
  twice: { kind: "twice" },
};

/**
 * Both stores on the DynamoDB at an address, behind a proxy that keeps requests and answers from arriving as they should.
 *
 * @param endpoint Asked for when the hooks that the calling file declares before have run.
 */
export function describeFaults(endpoint: () => string): void {
  const tables = newTableNames();
  let admin: DynamoDBClient;
  beforeAll(async () => {
    admin = clientOf(endpoint());
    await makeTables(admin, tables);
  });
  afterAll(() => admin.destroy());

  async function open(fault?: DynamoDbFault): Promise<StoresWithFaults<DynamoDbFault>> {
    const faults = await startDynamoDbProxy(endpoint());
    const silent = fault?.kind === "never" || (fault?.kind === "lost" && fault.answerAfterMs !== undefined);
    const requestTimeout = silent ? TIMEOUT_MS.short : TIMEOUT_MS.long;
    const requestHandler = { requestTimeout, throwOnRequestTimeout: true };
    const client = clientOf(faults.endpoint, { maxAttempts: 1, requestHandler });
    return {
      ...createDynamoDbStores({ client, tables }),
      faults,
      direct: createDynamoDbStores({ client: admin, tables }),
      async [Symbol.asyncDispose]() {
        client.destroy();
        await faults[Symbol.asyncDispose]();
      },
    };
  }

  describe("every write and every fault", () => storeFaultsContract({ faults: FAULTS, open, patienceMs: 60_000 }));
}
