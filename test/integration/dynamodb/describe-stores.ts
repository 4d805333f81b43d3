import { type DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDynamoDbStores } from "../../../lib/adapters/dynamodb/stores.ts";
import { createMemoryStores } from "../../../lib/adapters/memory/stores.ts";
import { ConfigError } from "../../../lib/connect/errors.ts";
import { controlStoreContract } from "../../contracts/control-store.ts";
import { createConnector, noise, NOW, planOf, readItem } from "../../contracts/stores-under-test.ts";
import { storesAgree } from "../../contracts/stores-agree.ts";
import { taskStoreContract } from "../../contracts/task-store.ts";
import { clientOf, makeTables, newTableNames } from "./store-tables.ts";

/**
 * Both contracts and what only this adapter has, on the DynamoDB at an address. Its tables are the suite's own.
 *
 * @param endpoint Asked for when the hooks that the calling file declares before have run.
 */
export function describeStores(endpoint: () => string): void {
  const tables = newTableNames();
  let client: DynamoDBClient;
  const open = async () => createDynamoDbStores({ client, tables });

  beforeAll(async () => {
    client = clientOf(endpoint());
    await makeTables(client, tables);
  });
  afterAll(() => client.destroy());

  describe("ControlStore", () => controlStoreContract(open));

  describe("TaskStore", () => taskStoreContract(open));

  test("agree with those in memory, whatever is asked of them", { timeout: 120_000 }, async () => {
    await storesAgree({ open: async () => createMemoryStores(), openOther: open, runs: 4, calls: 80 });
  });

  describe("task configurations in DynamoDB", () => {
    test("fill as many chunks as a plan may hold, twice", async () => {
      const stores = await open();
      let item = await createConnector(stores);
      for (const seed of [1, 2]) {
        const plan = { ...planOf(item, 1), tasks: [{ noise: noise(characters(5), seed) }] };
        expect(await stores.control.publishPlan(plan)).toBe(true);
        item = await readItem(stores.control, item.connector);
        expect(item.tasksChunks).toBe(5);
        expect((await stores.control.readTaskConfigs(item.connector, item.generation))?.tasks).toEqual(plan.tasks);
      }
    });

    test("leave nothing behind when others take their place, or their connector is forgotten", async () => {
      const { control, tasks } = await open();
      const item = await createConnector({ control, tasks });
      const { connector } = item;
      const statusItems = async () => {
        const query = { TableName: tables.status, KeyConditionExpression: "connector = :connector" };
        const values = { ExpressionAttributeValues: { ":connector": { S: connector } } };
        const { Items = [] } = await client.send(new QueryCommand({ ...query, ...values, ConsistentRead: true }));
        return Items.map((found) => found["item"]?.S);
      };
      await control.publishPlan({ ...planOf(item, 1), tasks: [{ noise: noise(characters(2.5)) }] });
      expect(await statusItems()).toEqual(["task#0", "tasks#1#0", "tasks#1#1", "tasks#1#2"]);
      await control.publishPlan(planOf(await readItem(control, connector), 0));
      expect(await statusItems()).toEqual(["task#0", "tasks#2#0"]);
      await control.stopConnector(await readItem(control, connector), { now: NOW, delete: true });
      const deleted = await readItem(control, connector);
      await control.writeConnectorStatus(deleted, { state: "RUNNING", workerId: "w", trace: undefined });
      await tasks.moveTask({ connector, task: 0, generation: deleted.generation, now: NOW });
      expect([await control.deleteTask(deleted, 0), await control.forgetConnector(deleted)]).toEqual([true, true]);
      expect(await statusItems()).toEqual([]);
    });

    test("are refused when they are more, and nothing is written", async () => {
      const stores = await open();
      const item = await createConnector(stores);
      const plan = { ...planOf(item, 1), tasks: [{ noise: noise(characters(5.2), 1) }] };
      const refused = stores.control.publishPlan(plan);
      await expect(refused).rejects.toThrow(ConfigError);
      await expect(refused).rejects.toThrow(
        /^The 1 task configuration\(s\) of connector orders-.* take \d+ KB compressed, more/,
      );
      expect(await readItem(stores.control, item.connector)).toEqual(item);
      expect(await stores.tasks.listTasks(item.connector)).toEqual([]);
    });
  });
}

/** So many characters of noise fill that many chunks: about 0.65 bytes a character are left of them when compressed. */
const characters = (chunks: number): number => Math.floor((chunks * 380 * 1024) / 0.655);
