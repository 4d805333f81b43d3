import { describe, expect, test } from "vitest";
import {
  CONFIG,
  createConnector,
  newName,
  noise,
  NOW,
  planConnector,
  planOf,
  readItem,
  type StoresUnderTest,
  takeLease,
  untilDecided,
} from "./stores-under-test.ts";

/**
 * W3: a new generation and its task configurations (DESIGN §6).
 *
 * @param open Called once a test; stores of earlier tests may be shared, the suite uses names of its own.
 */
export function planContract(open: () => Promise<StoresUnderTest>): void {
  describe("W3 publishPlan", () => {
    test("stores the task configurations and makes the task items", async () => {
      const stores = await open();
      const item = await createConnector(stores);
      const plan = planOf(item, 3);
      expect(await stores.control.publishPlan(plan)).toBe(true);
      expect(await readItem(stores.control, item.connector)).toEqual({
        ...item,
        generation: 1,
        hash: plan.hash,
        taskCount: 3,
        generationSince: NOW,
        tasksGeneration: 1,
        tasksChunks: expect.any(Number),
        version: item.version + 1,
      });
      expect(await stores.control.readTaskConfigs(item.connector, 1)).toEqual({
        config: plan.config,
        tasks: plan.tasks,
      });
      expect(await stores.control.readTaskConfigs(item.connector, 0)).toBeUndefined();
      expect(await stores.control.readTaskConfigs(item.connector, 2)).toBeUndefined();
      const fresh = { generation: 0, epoch: 0, owner: undefined, expiresAt: undefined, sequence: 0 };
      const unused = { ...fresh, state: undefined, progress: undefined };
      expect(await stores.tasks.listTasks(item.connector)).toEqual([
        { ...unused, task: 0 },
        { ...unused, task: 1 },
        { ...unused, task: 2 },
      ]);
    });

    test("puts the new task configurations in the place of the old ones and leaves task items alone", async () => {
      const stores = await open();
      const item = await planConnector(stores, 2);
      await takeLease(stores, item, { task: 1 });
      const before = await stores.tasks.listTasks(item.connector);
      expect(await stores.control.publishPlan(planOf(item, 1))).toBe(true);
      const fewer = await readItem(stores.control, item.connector);
      expect(fewer).toMatchObject({ generation: 2, taskCount: 1, tasksGeneration: 2 });
      expect(await stores.control.readTaskConfigs(item.connector, 1)).toBeUndefined();
      expect((await stores.control.readTaskConfigs(item.connector, 2))?.tasks).toHaveLength(1);
      expect(await stores.tasks.listTasks(item.connector)).toEqual(before);
      expect(await stores.control.publishPlan(planOf(fewer, 4))).toBe(true);
      const after = await stores.tasks.listTasks(item.connector);
      expect(after.slice(0, 2)).toEqual(before);
      expect(after.map(({ task }) => task)).toEqual([0, 1, 2, 3]);
    });

    test("may plan no task at all", async () => {
      const stores = await open();
      const item = await createConnector(stores);
      expect(await stores.control.publishPlan(planOf(item, 0))).toBe(true);
      expect(await stores.control.readTaskConfigs(item.connector, 1)).toEqual({ config: CONFIG, tasks: [] });
      expect(await readItem(stores.control, item.connector)).toMatchObject({ generation: 1, taskCount: 0 });
    });

    test.for(["changed", "paused", "stopped", "deleted", "missing"] as const)(
      "is refused for a connector that is %s, and writes nothing",
      async (how) => {
        const stores = await open();
        const item = await createConnector(stores);
        if (how === "changed") await stores.control.changeConnector(item, { config: { topic: "b" } });
        if (how === "paused") await stores.control.changeConnector(item, { targetState: "PAUSED" });
        if (how === "stopped") await stores.control.stopConnector(item, { now: NOW });
        if (how === "deleted") {
          await stores.control.stopConnector(item, { now: NOW, delete: true });
          const deleted = await readItem(stores.control, item.connector);
          await stores.control.changeConnector(deleted, { targetState: "RUNNING" });
        }
        const now = await readItem(stores.control, item.connector);
        // But for the first and the last, the version is right and the other half of the condition is what refuses.
        const read = how === "changed" ? item : how === "missing" ? { ...item, connector: newName() } : now;
        expect(await stores.control.publishPlan(planOf(read, 2))).toBe(false);
        expect(await readItem(stores.control, item.connector)).toEqual(now);
        expect(await stores.tasks.listTasks(read.connector)).toEqual([]);
        expect(await stores.control.readTaskConfigs(read.connector, read.generation + 1)).toBeUndefined();
      },
    );

    test("of two planners that read the same item one wins, and the configurations are the winner's", async () => {
      const stores = await open();
      const item = await planConnector(stores, 1);
      const plans = [2, 5, 3].map((taskCount) => planOf(item, taskCount));
      const won = await Promise.all(plans.map((plan) => untilDecided(() => stores.control.publishPlan(plan))));
      expect(won.filter(Boolean)).toHaveLength(1);
      const winner = plans[won.indexOf(true)];
      const planned = await readItem(stores.control, item.connector);
      expect(planned).toMatchObject({ generation: 2, hash: winner?.hash, taskCount: winner?.tasks.length });
      expect((await stores.control.readTaskConfigs(item.connector, 2))?.tasks).toEqual(winner?.tasks);
      expect(await stores.tasks.listTasks(item.connector)).toHaveLength(winner?.tasks.length ?? 0);
    });

    test("repeated with the same read is refused", async () => {
      const stores = await open();
      const item = await createConnector(stores);
      const plan = planOf(item, 1);
      await stores.control.publishPlan(plan);
      const planned = await readItem(stores.control, item.connector);
      expect(await stores.control.publishPlan(plan)).toBe(false);
      expect(await readItem(stores.control, item.connector)).toEqual(planned);
    });

    test("takes 250 tasks, and then 260", async () => {
      const stores = await open();
      const item = await createConnector(stores);
      expect(await stores.control.publishPlan(planOf(item, 250))).toBe(true);
      expect(await stores.tasks.listTasks(item.connector)).toHaveLength(250);
      const planned = await readItem(stores.control, item.connector);
      expect(await stores.control.publishPlan(planOf(item, 400))).toBe(false);
      expect(await stores.tasks.listTasks(item.connector)).toHaveLength(250);
      expect(await stores.control.publishPlan(planOf(planned, 260))).toBe(true);
      const items = await stores.tasks.listTasks(item.connector);
      expect(items.map(({ task }) => task)).toEqual(Array.from({ length: 260 }, (_, task) => task));
      expect((await stores.control.readTaskConfigs(item.connector, 2))?.tasks).toHaveLength(260);
    });

    test("takes task configurations that compress to more than a megabyte, then small ones again", async () => {
      const stores = await open();
      const item = await createConnector(stores);
      const plan = { ...planOf(item, 2), tasks: [{ noise: noise(900_000) }, { noise: noise(900_001) }] };
      expect(await stores.control.publishPlan(plan)).toBe(true);
      expect((await stores.control.readTaskConfigs(item.connector, 1))?.tasks).toEqual(plan.tasks);
      const planned = await readItem(stores.control, item.connector);
      expect(await stores.control.publishPlan(planOf(planned, 1))).toBe(true);
      expect(await stores.control.readTaskConfigs(item.connector, 1)).toBeUndefined();
      expect((await stores.control.readTaskConfigs(item.connector, 2))?.tasks).toHaveLength(1);
    });
  });
}
