import { describe, expect, test } from "vitest";
import {
  CONFIG,
  createConnector,
  newName,
  NOW,
  planConnector,
  planOf,
  readItem,
  type StoresUnderTest,
  takeLease,
  untilDecided,
} from "./stores-under-test.ts";

/**
 * What every ControlStore does (DESIGN §5, §6): W1, W2, W2s, W3 and the connector's status, each with its condition true,
 * with each half of it false, and repeated.
 *
 * @param open Called once a test; stores of earlier tests may be shared, the suite uses names of its own.
 */
export function controlStoreContract(open: () => Promise<StoresUnderTest>): void {
  describe("reading", () => {
    test("knows nothing of a connector that was never created", async () => {
      const { control } = await open();
      const connector = newName();
      expect(await control.readConnector(connector)).toBeUndefined();
      expect(await control.readConnectorStatus(connector)).toBeUndefined();
      expect(await control.readTaskConfigs(connector, 1)).toBeUndefined();
      expect((await control.listConnectors()).map((item) => item.connector)).not.toContain(connector);
    });

    test("lists what is not deleted, and reads what is", async () => {
      const stores = await open();
      const [kept, deleted] = [await createConnector(stores), await createConnector(stores)];
      expect(await stores.control.stopConnector(deleted, { delete: true })).toBe(true);
      const listed = await stores.control.listConnectors();
      expect(listed).toContainEqual(kept);
      expect(listed.map((item) => item.connector)).not.toContain(deleted.connector);
      expect(await readItem(stores.control, deleted.connector)).toMatchObject({ deleted: true });
      expect(await stores.control.readConnector(kept.connector, { stale: true })).toEqual(kept);
    });

    test("gives the item away: what a reader does to it changes nothing", async () => {
      const stores = await open();
      const { connector } = await createConnector(stores);
      Object.assign((await readItem(stores.control, connector)).config, { topic: "changed" });
      expect((await readItem(stores.control, connector)).config).toEqual(CONFIG);
    });
  });

  describe("W1 createConnector", () => {
    test("makes an item that was never planned", async () => {
      const { control } = await open();
      const connector = newName();
      const create = { connector, uid: "u1", config: CONFIG, targetState: "PAUSED", declaredBy: "stack 1" } as const;
      expect(await control.createConnector(create)).toBe(true);
      expect(await control.readConnector(connector)).toEqual({
        connector,
        uid: "u1",
        config: CONFIG,
        targetState: "PAUSED",
        version: 1,
        generation: 0,
        hash: undefined,
        taskCount: 0,
        tasksGeneration: undefined,
        tasksChunks: undefined,
        deleted: false,
        declaredBy: "stack 1",
      });
    });

    test("is refused while the connector is there, and changes nothing", async () => {
      const stores = await open();
      const item = await createConnector(stores);
      const again = { connector: item.connector, uid: "other", config: {}, targetState: "PAUSED" } as const;
      expect(await stores.control.createConnector(again)).toBe(false);
      expect(await readItem(stores.control, item.connector)).toEqual(item);
    });

    test("after a deletion keeps uid, generation and version going", async () => {
      const stores = await open();
      const planned = await planConnector(stores, 1);
      await stores.control.stopConnector(planned, { delete: true });
      const deleted = await readItem(stores.control, planned.connector);
      const { connector } = planned;
      expect(
        await stores.control.createConnector({
          connector,
          uid: "other",
          config: { topic: "b" },
          targetState: "RUNNING",
        }),
      ).toBe(true);
      const created = await readItem(stores.control, connector);
      expect(created).toMatchObject({
        uid: planned.uid,
        config: { topic: "b" },
        targetState: "RUNNING",
        deleted: false,
      });
      expect(created).toMatchObject({ generation: 2, version: deleted.version + 1, taskCount: 0, hash: undefined });
      expect(await stores.control.publishPlan(planOf(created, 1))).toBe(true);
      expect((await readItem(stores.control, connector)).generation).toBe(3);
    });

    test("has one winner among 20 at once", async () => {
      const { control } = await open();
      const connector = newName();
      const racers = Array.from({ length: 20 }, (_, n) => `u${n}`);
      const won = await Promise.all(
        racers.map((uid) =>
          untilDecided(() => control.createConnector({ connector, uid, config: {}, targetState: "RUNNING" })),
        ),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect((await readItem(control, connector)).uid).toBe(racers[won.indexOf(true)]);
    });
  });

  describe("W2 changeConnector", () => {
    test("takes another configuration and asks for a new plan", async () => {
      const stores = await open();
      const item = await planConnector(stores, 1);
      expect(await stores.control.changeConnector(item, { config: { topic: "b" }, declaredBy: "stack 2" })).toBe(true);
      expect(await readItem(stores.control, item.connector)).toEqual({
        ...item,
        config: { topic: "b" },
        declaredBy: "stack 2",
        hash: undefined,
        version: item.version + 1,
      });
    });

    test("pauses without a new plan", async () => {
      const stores = await open();
      const item = await planConnector(stores, 1);
      expect(await stores.control.changeConnector(item, { targetState: "PAUSED" })).toBe(true);
      const paused = await readItem(stores.control, item.connector);
      expect(paused).toEqual({ ...item, targetState: "PAUSED", version: item.version + 1 });
      expect(await stores.control.changeConnector(paused, { targetState: "RUNNING" })).toBe(true);
    });

    test("is refused when the item has changed since it was read, or never was", async () => {
      const stores = await open();
      const item = await createConnector(stores);
      await stores.control.changeConnector(item, { config: { topic: "b" } });
      const changed = await readItem(stores.control, item.connector);
      expect(await stores.control.changeConnector(item, { config: { topic: "c" } })).toBe(false);
      expect(await readItem(stores.control, item.connector)).toEqual(changed);
      const missing = { ...item, connector: newName() };
      expect(await stores.control.changeConnector(missing, { targetState: "PAUSED" })).toBe(false);
      expect(await stores.control.readConnector(missing.connector)).toBeUndefined();
    });
  });

  describe("W2s stopConnector", () => {
    test.for([undefined, { delete: true }])("ends the generation (%o)", async (options) => {
      const stores = await open();
      const item = await planConnector(stores, 2);
      expect(await stores.control.stopConnector(item, options)).toBe(true);
      expect(await readItem(stores.control, item.connector)).toEqual({
        ...item,
        targetState: "STOPPED",
        deleted: options !== undefined,
        generation: item.generation + 1,
        taskCount: 0,
        hash: undefined,
        version: item.version + 1,
      });
    });

    test("is refused when the item has changed since it was read", async () => {
      const stores = await open();
      const item = await planConnector(stores, 1);
      await stores.control.changeConnector(item, { targetState: "PAUSED" });
      const changed = await readItem(stores.control, item.connector);
      expect(await stores.control.stopConnector(item)).toBe(false);
      expect(await stores.control.stopConnector(item, { delete: true })).toBe(false);
      expect(await readItem(stores.control, item.connector)).toEqual(changed);
    });

    test("keeps the offsets and the task items of a deleted connector", async () => {
      const stores = await open();
      const item = await planConnector(stores, 1);
      const lease = await takeLease(stores, item);
      const offsets = new Map([['{"table":"a"}', '{"id":7}']]);
      const progress = { records: 1, bytes: 2 };
      await stores.tasks.checkpoint({
        lease,
        sequence: 1,
        expiresAt: NOW,
        offsets,
        updatedAt: NOW,
        progress,
        release: true,
      });
      await stores.control.stopConnector(item, { delete: true });
      await createConnector(stores, item.connector);
      expect(await stores.tasks.listOffsets(item.connector)).toEqual(offsets);
      expect(await stores.tasks.listTasks(item.connector)).toHaveLength(1);
    });
  });

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
        if (how === "stopped") await stores.control.stopConnector(item);
        if (how === "deleted") {
          await stores.control.stopConnector(item, { delete: true });
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

  describe("writeConnectorStatus", () => {
    test("replaces the status while the item is the one that was read", async () => {
      const stores = await open();
      const item = await createConnector(stores);
      const failed = { state: "FAILED", workerId: "w 1", trace: "Error: no\n\tat ü" } as const;
      expect(await stores.control.writeConnectorStatus(item, failed)).toBe(true);
      expect(await stores.control.readConnectorStatus(item.connector)).toEqual(failed);
      const running = { state: "RUNNING", workerId: "w 2", trace: undefined } as const;
      expect(await stores.control.writeConnectorStatus(item, running)).toBe(true);
      expect(await stores.control.readConnectorStatus(item.connector)).toEqual(running);
      expect(await readItem(stores.control, item.connector)).toEqual(item);
    });

    test("is refused when the item has changed since it was read", async () => {
      const stores = await open();
      const item = await createConnector(stores);
      await stores.control.writeConnectorStatus(item, { state: "RUNNING", workerId: "w", trace: undefined });
      await stores.control.changeConnector(item, { targetState: "PAUSED" });
      const failed = { state: "FAILED", workerId: "w", trace: "late" } as const;
      expect(await stores.control.writeConnectorStatus(item, failed)).toBe(false);
      expect(await stores.control.readConnectorStatus(item.connector)).toMatchObject({ state: "RUNNING" });
    });
  });

  test("keeps connectors of like names apart", async () => {
    const stores = await open();
    const name = newName();
    const names = [name, `${name}#1`, `${name}\u00e9`, `${name}e\u0301`, `${name}%_`, name.toUpperCase()];
    for (const [n, connector] of names.entries()) await planConnector(stores, n + 1, connector);
    for (const [n, connector] of names.entries()) {
      expect(await stores.tasks.listTasks(connector)).toHaveLength(n + 1);
      expect((await stores.control.readTaskConfigs(connector, 1))?.tasks).toHaveLength(n + 1);
    }
  });
}

/** Text that hardly compresses, the same in every run. */
export function noise(length: number, seed = length): string {
  let state = seed;
  let text = "";
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += state.toString(36);
  }
  return text.slice(0, length);
}
