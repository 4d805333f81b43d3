import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDynamoDbStores } from "../../../lib/adapters/dynamodb/stores.ts";
import { ConfigError } from "../../../lib/connect/errors.ts";
import { storeLimitsContract } from "../../contracts/store-limits.ts";
import {
  checkpointOf,
  createConnector,
  manyOffsets,
  newName,
  NOW,
  only,
  planConnector,
  planOf,
  readItem,
  takeLease,
} from "../../contracts/stores-under-test.ts";
import { startDynamoDbProxy } from "../../support/faults/dynamodb-proxy.ts";
import { clientOf, makeTables, newTableNames } from "./store-tables.ts";

/**
 * What a DynamoDB takes at most, and what happens beyond: an item of 400 KB, a transaction of 100 actions and 4 MB.
 *
 * @param endpoint Asked for when the hooks that the calling file declares before have run.
 */
export function describeLimits(endpoint: () => string): void {
  const tables = newTableNames();
  let client: DynamoDBClient;
  beforeAll(async () => {
    client = clientOf(endpoint());
    await makeTables(client, tables);
  });
  afterAll(() => client.destroy());
  const open = async () => createDynamoDbStores({ client, tables });

  storeLimitsContract(open);

  /** A task with a lease, an offset, and what must still be so when a write was refused. */
  async function setUp() {
    const stores = await open();
    const planned = await planConnector(stores, 1);
    const { connector } = planned;
    const lease = await takeLease(stores, planned);
    await stores.tasks.checkpoint(checkpointOf(lease, 1));
    const before = [await only(stores.tasks, connector), await stores.tasks.listOffsets(connector)];
    const unchanged = async () => {
      expect([await only(stores.tasks, connector), await stores.tasks.listOffsets(connector)]).toEqual(before);
    };
    return { ...stores, planned, connector, lease, unchanged };
  }

  describe("beyond the limits", () => {
    test("an offset of more than 400 KB is refused, by a checkpoint and by an edit", async () => {
      const { tasks, control, planned, connector, lease, unchanged } = await setUp();
      const offsets = new Map([...manyOffsets(3), ['{"table":"large"}', `"${"x".repeat(400 * 1024)}"`]]);
      const sentence = new RegExp(
        `^Source partition {"table":"large"} of connector ${connector} takes 401 KB with its offset, more than the`,
      );
      const error = { retriable: false, message: expect.stringMatching(sentence) };
      await expect(tasks.checkpoint(checkpointOf(lease, 2, { offsets }))).rejects.toMatchObject(error);
      await unchanged();
      await control.stopConnector(planned, { now: NOW });
      const read = await readItem(control, connector);
      await expect(control.editOffsets({ read, offsets, updatedAt: NOW })).rejects.toMatchObject(error);
      await unchanged();
      expect(await readItem(control, connector)).toEqual(read);
      // The number was not used up by what was refused.
      expect(await tasks.checkpoint(checkpointOf(lease, 2))).toMatchObject({ accepted: true });
    });

    test("offsets of more than 4 MB together are refused", async () => {
      const { tasks, connector, lease, unchanged } = await setUp();
      const offsets = new Map([...manyOffsets(99).keys()].map((partition) => [partition, `"${"x".repeat(45_000)}"`]));
      const sentence = `^The offsets of 99 source partitions of connector ${connector} take \\d+ KB, more than the`;
      const error = { retriable: false, message: expect.stringMatching(new RegExp(sentence)) };
      await expect(tasks.checkpoint(checkpointOf(lease, 2, { offsets }))).rejects.toMatchObject(error);
      await unchanged();
    });

    test("a configuration of more than 400 KB is refused", async () => {
      const { control, tasks } = await open();
      const large = { tables: "x".repeat(400 * 1024) };
      const connector = newName();
      const created = control.createConnector({ connector, uid: "u", config: large, targetState: "RUNNING" });
      await expect(created).rejects.toThrow(ConfigError);
      await expect(created).rejects.toThrow(`The configuration of connector ${connector} takes 401 KB, more than the`);
      expect(await control.readConnector(connector)).toBeUndefined();
      const item = await createConnector({ control, tasks });
      await expect(control.changeConnector(item, { config: large })).rejects.toThrow(item.connector);
      expect(await readItem(control, item.connector)).toEqual(item);
    });
  });

  test.for([
    [98, 1],
    [99, 2],
    [198, 3],
  ] as const)("a first plan of %i tasks takes %i transaction(s) of at most 100 actions", async ([taskCount, count]) => {
    await using proxy = await startDynamoDbProxy(endpoint());
    const proxied = clientOf(proxy.endpoint);
    const { control, tasks } = createDynamoDbStores({ client: proxied, tables });
    const item = await createConnector({ control, tasks });
    const before = proxy.seen.length;
    expect(await control.publishPlan(planOf(item, taskCount))).toBe(true);
    const sizes = proxy.seen.slice(before).flatMap(({ body }) => body.TransactItems?.length ?? []);
    expect(sizes).toHaveLength(count);
    expect(Math.max(...sizes)).toBe(100);
    expect(await tasks.listTasks(item.connector)).toHaveLength(taskCount);
    proxied.destroy();
  });
}
