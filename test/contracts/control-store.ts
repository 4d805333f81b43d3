import { describe, expect, test } from "vitest";
import { deleteContract } from "./control-store-delete.ts";
import { editOffsetsContract } from "./control-store-offsets.ts";
import { planContract } from "./control-store-plan.ts";
import { connectorStatusContract } from "./control-store-status.ts";
import {
  checkpointOf,
  CONFIG,
  createConnector,
  LATER,
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
 * What every ControlStore does (DESIGN §5, §6): W1, W2, W2s, W3, W9, W10, W13 and the connector's status, each with its condition true,
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

    test("lists every connector", async () => {
      const stores = await open();
      const [kept, stopped] = [await createConnector(stores), await createConnector(stores)];
      await stores.control.stopConnector(stopped, { now: NOW });
      const listed = await stores.control.listConnectors();
      expect(listed).toContainEqual(kept);
      expect(listed).toContainEqual(await readItem(stores.control, stopped.connector));
      expect(await stores.control.readConnector(kept.connector, { stale: true })).toEqual(kept);
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
        generationSince: undefined,
        tasksGeneration: undefined,
        tasksChunks: undefined,
        deleted: false,
        declaredBy: "stack 1",
      });
    });

    test.for(["there", "deleted and not named", "deleted since it was read", "missing"] as const)(
      "is refused for a connector that is %s, and changes nothing",
      async (how) => {
        const stores = await open();
        const read = await createConnector(stores);
        if (how.startsWith("deleted")) await stores.control.stopConnector(read, { now: NOW, delete: true });
        const connector = how === "missing" ? newName() : read.connector;
        const now = await stores.control.readConnector(connector);
        const again = { connector, uid: "other", config: {}, targetState: "PAUSED" } as const;
        if (how === "there") expect(await stores.control.createConnector(again)).toBe(false);
        const over = how === "deleted and not named" ? {} : { over: read };
        expect(await stores.control.createConnector({ ...again, ...over })).toBe(false);
        expect(await stores.control.readConnector(connector)).toEqual(now);
      },
    );

    test("after a deletion keeps uid, generation and version going", async () => {
      const stores = await open();
      const planned = await planConnector(stores, 1);
      await stores.control.stopConnector(planned, { now: NOW, delete: true });
      const deleted = await readItem(stores.control, planned.connector);
      const { connector } = planned;
      expect(
        await stores.control.createConnector({
          connector,
          uid: "other",
          config: { topic: "b" },
          targetState: "RUNNING",
          over: deleted,
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
    test.for([false, undefined, true])("ends the generation (delete: %o)", async (isDelete) => {
      const stores = await open();
      const item = await planConnector(stores, 2);
      const stop = { now: LATER, ...(isDelete !== undefined && { delete: isDelete }) };
      expect(await stores.control.stopConnector(item, stop)).toBe(true);
      expect(await readItem(stores.control, item.connector)).toEqual({
        ...item,
        targetState: "STOPPED",
        deleted: isDelete === true,
        generation: item.generation + 1,
        generationSince: LATER,
        taskCount: 0,
        hash: undefined,
        version: item.version + 1,
      });
      expect(await stores.control.stopConnector(item, stop)).toBe(false);
    });

    test.for([{}, { delete: false }])("brings nothing deleted back (%o)", async (options) => {
      const stores = await open();
      const item = await createConnector(stores);
      await stores.control.stopConnector(item, { now: NOW, delete: true });
      const deleted = await readItem(stores.control, item.connector);
      expect(await stores.control.stopConnector(deleted, { now: LATER, ...options })).toBe(true);
      expect(await readItem(stores.control, item.connector)).toMatchObject({ deleted: true });
    });

    test("is refused when the item has changed since it was read", async () => {
      const stores = await open();
      const item = await planConnector(stores, 1);
      await stores.control.changeConnector(item, { targetState: "PAUSED" });
      const changed = await readItem(stores.control, item.connector);
      expect(await stores.control.stopConnector(item, { now: NOW })).toBe(false);
      expect(await stores.control.stopConnector(item, { now: NOW, delete: true })).toBe(false);
      expect(await readItem(stores.control, item.connector)).toEqual(changed);
    });

    test("keeps the offsets and the task items of a deleted connector", async () => {
      const stores = await open();
      const item = await planConnector(stores, 1);
      const lease = await takeLease(stores, item);
      const offsets = new Map([['{"table":"a"}', '{"id":7}']]);
      await stores.tasks.checkpoint(checkpointOf(lease, 1, { offsets, release: true }));
      await stores.control.stopConnector(item, { now: NOW, delete: true });
      await createConnector(stores, item.connector);
      expect(await stores.tasks.listOffsets(item.connector)).toEqual(offsets);
      expect(await stores.tasks.listTasks(item.connector)).toHaveLength(1);
    });
  });

  planContract(open);
  editOffsetsContract(open);
  deleteContract(open);
  connectorStatusContract(open);

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
