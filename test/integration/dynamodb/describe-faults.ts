import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDynamoDbStores } from "../../../lib/adapters/dynamodb/stores.ts";
import {
  isAccepted,
  prepareWrite,
  storeFaultsContract,
  type StoresWithFaults,
  tellsOfEffect,
} from "../../contracts/store-faults.ts";
import { lateCopiesContract } from "../../contracts/store-late-copies.ts";
import { storeReadFaultsContract } from "../../contracts/store-read-faults.ts";
import { snapshotOf } from "../../contracts/store-snapshot.ts";
import { STORE_WRITES } from "../../contracts/store-writes.ts";
import {
  checkpointOf,
  createConnector,
  FAILURE,
  LATER,
  manyOffsets,
  newName,
  only,
  planConnector,
  planOf,
  readItem,
  takeLease,
} from "../../contracts/stores-under-test.ts";
import { type DynamoDbFault, type DynamoDbProxy, startDynamoDbProxy } from "../../support/faults/dynamodb-proxy.ts";
import { REFUSALS } from "../../support/faults/dynamodb-refusals.ts";
import { clientOf, makeTables, newTableNames } from "./store-tables.ts";

/** For a request that nobody answers in time, and for all others: this machine may be busy. */
const TIMEOUT_MS = { short: 300, long: 20_000 };

const CUT_OFF = { kind: "fails", as: "cut off" } as const;
const LOST = { kind: "lost" } as const;

const READS = new Set(["GetItem", "Query"]);

const FAULTS: Readonly<Record<string, readonly DynamoDbFault[]>> = {
  never: [{ kind: "never" }],
  "refused for now": [CUT_OFF, ...REFUSALS.map((as) => ({ kind: "fails", as }) as const)],
  lost: [LOST],
  "answered too late": [{ kind: "lost", answerAfterMs: TIMEOUT_MS.short + 200 }],
  late: [{ kind: "late" }],
  twice: [{ kind: "twice" }],
};

interface StoresBehindProxy extends StoresWithFaults<DynamoDbFault> {
  readonly faults: DynamoDbProxy;
}

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

  async function open(fault?: DynamoDbFault, maxAttempts = 1): Promise<StoresBehindProxy> {
    const faults = await startDynamoDbProxy(endpoint());
    const silent = fault?.kind === "never" || (fault?.kind === "lost" && fault.answerAfterMs !== undefined);
    const requestTimeout = silent ? TIMEOUT_MS.short : TIMEOUT_MS.long;
    const requestHandler = { requestTimeout, throwOnRequestTimeout: true };
    const client = clientOf(faults.endpoint, { maxAttempts, requestHandler });
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
  const options = { faults: FAULTS, open, patienceMs: 60_000 };

  describe("every write and every fault", () => storeFaultsContract(options));

  lateCopiesContract(open, { kind: "twice" });

  describe("every read and every fault", () => storeReadFaultsContract(options));

  describe.concurrent("the SDK's own retries", { timeout: 30_000 }, () => {
    const told = Object.keys(STORE_WRITES).flatMap((name) => [CUT_OFF, LOST].map((fault) => ({ name, fault })));
    test.for(told)("$name: what $fault.kind is accepted, or told to have taken effect", async (met, { expect }) => {
      await using stores = await open(undefined, 2);
      const [connector, other] = [newName(), newName()];
      const prepared = await prepareWrite(met.name, stores.direct, connector);
      stores.faults.nextWrite(met.fault);
      const outcome = await prepared.write(stores);
      expect(outcome).toSatisfy(() => isAccepted(outcome) || tellsOfEffect(outcome, prepared));
      const [first, retry] = stores.faults.seen.filter(({ action }) => !READS.has(action));
      expect(retry).toMatchObject({ action: first?.action, body: first?.body });
      await (await prepareWrite(met.name, stores.direct, other)).write(stores.direct);
      expect(await snapshotOf(stores.direct, connector)).toEqual(await snapshotOf(stores.direct, other));
    });
  });

  describe("what a server may do", () => {
    const KEYS = [...manyOffsets(150).keys()];

    test("leave keys of a batch unprocessed: they are asked for again", async () => {
      await using stores = await open();
      const lease = await takeLease(stores.direct, await planConnector(stores.direct, 1));
      for (const [n, from] of [0, 75].entries()) {
        const offsets = new Map(KEYS.slice(from, from + 75).map((key) => [key, "{}"]));
        await stores.direct.tasks.checkpoint(checkpointOf(lease, n + 1, { offsets }));
      }
      stores.faults.next({ kind: "unprocessed", keys: 40 }, { actions: ["BatchGetItem"] });
      stores.faults.next({ kind: "unprocessed", keys: 1 }, { actions: ["BatchGetItem"] });
      const found = await stores.tasks.readOffsets(lease.connector, KEYS);
      expect(found).toEqual(new Map(KEYS.map((key) => [key, "{}"])));
      const asked = stores.faults.seen.map(({ body }) => body.RequestItems?.[tables.offsets]?.Keys?.length);
      expect(asked).toEqual([100, 90, 1]);
    });

    test("tell a refusal without the item: it is read, or the caller tries again", async () => {
      await using stores = await open();
      const lease = await takeLease(stores.direct, await planConnector(stores.direct, 1));
      const item = await only(stores.direct.tasks, lease.connector);
      const zombie = { ...lease, epoch: 1 };
      const refused: readonly (() => Promise<unknown>)[] = [
        () => stores.tasks.extendLease(zombie, LATER),
        () => stores.tasks.checkpoint(checkpointOf(zombie, 1)),
        () => stores.tasks.writeTaskFailure(zombie, FAILURE),
        () => stores.tasks.freeLease(lease.connector, { ...item, epoch: 1 }, FAILURE),
      ];
      for (const write of refused) {
        stores.faults.next({ kind: "bare refusal" }, { table: tables.status });
        expect(await write()).toEqual({ accepted: false, item });
        expect(stores.faults.seen.at(-1)).toMatchObject({ action: "GetItem", body: { ConsistentRead: true } });
        stores.faults.next({ kind: "bare refusal" }, { table: tables.status });
        stores.faults.nextRead({ kind: "fails", as: "throttled" });
        await expect(write()).rejects.toMatchObject({ name: "ConnectError", retriable: true });
      }
    });
  });

  test.for([0, 1, 2, 3])("a plan of 250 tasks that fails at its transaction %i passes when repeated", async (skip) => {
    await using stores = await open();
    const item = await createConnector(stores.direct);
    const plan = planOf(item, 250);
    stores.faults.nextWrite({ kind: "fails", as: "conflict" }, { skip });
    await expect(stores.control.publishPlan(plan)).rejects.toMatchObject({ retriable: true });
    expect(await readItem(stores.direct.control, item.connector)).toEqual(item);
    expect(await stores.direct.control.readTaskConfigs(item.connector, 1)).toBeUndefined();
    const items = await stores.direct.tasks.listTasks(item.connector);
    expect(items).toHaveLength(Math.min(skip * 99, 250));
    expect(items.every(({ generation }) => generation === 0)).toBe(true);
    expect(await stores.control.publishPlan(plan)).toBe(true);
    expect(await stores.direct.tasks.listTasks(item.connector)).toHaveLength(250);
    expect(await readItem(stores.direct.control, item.connector)).toMatchObject({ generation: 1, taskCount: 250 });
  });
}
