import { describe, expect, test } from "vitest";
import {
  A,
  checkpointOf,
  CONFIG,
  createConnector,
  FAILURE,
  LATER,
  newName,
  NOW,
  planConnector,
  planOf,
  readItem,
  type StoresUnderTest,
  takeLease,
} from "./stores-under-test.ts";

/**
 * W10, W13 and what comes after: the end of a connector (DESIGN §6.8).
 *
 * @param open Called once a test; stores of earlier tests may be shared, the suite uses names of its own.
 */
export function deleteContract(open: () => Promise<StoresUnderTest>): void {
  /** A deleted connector whose tasks are at its last generation, with offsets, a failure and a status. */
  const setUp = async ({ taskCount = 1, forgotten = false } = {}) => {
    const stores = await open();
    const { control, tasks } = stores;
    const planned = await planConnector(stores, taskCount);
    const { connector } = planned;
    const lease = await takeLease(stores, planned);
    await tasks.writeTaskFailure(lease, FAILURE);
    await tasks.checkpoint(checkpointOf(lease, 7, { release: true }));
    await control.writeConnectorStatus(planned, { state: "RUNNING", workerId: "w", trace: undefined });
    await control.stopConnector(planned, { now: NOW, delete: true });
    const deleted = await readItem(control, connector);
    for (let task = 0; task < taskCount; task++) {
      await tasks.moveTask({ connector, task, generation: deleted.generation, now: NOW });
    }
    if (forgotten) await control.forgetConnector(deleted);
    return { stores, control, tasks, planned, deleted, connector };
  };

  describe("W10 deleteTask", () => {
    test("takes the task item and its failure away, and nothing else", async () => {
      const { control, tasks, deleted, connector } = await setUp({ taskCount: 2 });
      const [, other] = await tasks.listTasks(connector);
      expect(await control.deleteTask(deleted, 0)).toBe(true);
      expect(await tasks.listTasks(connector)).toEqual([other]);
      expect(await tasks.listFailures(connector)).toEqual(new Map());
      expect(await tasks.listOffsets(connector)).toEqual(new Map([[A, '{"id":7}']]));
      expect(await readItem(control, connector)).toEqual(deleted);
    });

    test("repeated is refused: there is no such item any more", async () => {
      const { control, tasks, deleted, connector } = await setUp();
      expect(await control.deleteTask(deleted, 0)).toBe(true);
      expect(await control.deleteTask(deleted, 0)).toBe(false);
      expect(await control.deleteTask(deleted, 5)).toBe(false);
      expect(await tasks.listTasks(connector)).toEqual([]);
    });

    test.for(["held", "of an older generation"] as const)("is refused for a task that is %s", async (how) => {
      const { stores, control, tasks, deleted, connector } = await setUp();
      if (how === "held") await takeLease(stores, deleted);
      if (how === "of an older generation") await control.stopConnector(deleted, { now: NOW });
      const now = await readItem(control, connector);
      const before = await tasks.listTasks(connector);
      expect(await control.deleteTask(now, 0)).toBe(false);
      expect(await tasks.listTasks(connector)).toEqual(before);
      expect(await tasks.listFailures(connector)).toEqual(new Map([[0, FAILURE]]));
    });

    test("is refused for a connector that is not deleted", async () => {
      const { control, tasks } = await open();
      const alive = await planConnector({ control, tasks }, 1);
      const before = await tasks.listTasks(alive.connector);
      expect(await control.deleteTask(alive, 0)).toBe(false);
      expect(await tasks.listTasks(alive.connector)).toEqual(before);
    });

    test.for(["of another generation", "created again", "missing"] as const)(
      "is refused for a connector that is %s",
      async (how) => {
        const { stores, control, tasks, deleted, connector } = await setUp();
        // The task item is still of the generation that was read: only the connector refuses.
        if (how === "of another generation") await control.stopConnector(deleted, { now: NOW });
        if (how === "created again") await createConnector(stores, connector);
        const read = how === "missing" ? { ...deleted, connector: newName() } : deleted;
        const before = await tasks.listTasks(connector);
        expect(await control.deleteTask(read, 0)).toBe(false);
        expect(await tasks.listTasks(connector)).toEqual(before);
        expect(await tasks.listFailures(connector)).toEqual(new Map([[0, FAILURE]]));
      },
    );

    test("leaves an epoch behind that nobody can write with", async () => {
      const { stores, control, tasks, planned, deleted, connector } = await setUp();
      const zombie = { connector, task: 0, generation: planned.generation, owner: "me", epoch: 2 };
      await control.deleteTask(deleted, 0);
      const again = await createConnector(stores, connector);
      await control.publishPlan(planOf(again, 1));
      const refused = { accepted: false, item: { generation: 0, epoch: 0 } };
      expect(await tasks.extendLease(zombie, LATER)).toMatchObject(refused);
      expect(await tasks.checkpoint(checkpointOf(zombie, 99))).toMatchObject(refused);
      expect(await tasks.listOffsets(connector)).toEqual(new Map([[A, '{"id":7}']]));
    });
  });

  describe("W13 forgetConnector", () => {
    test("takes configuration, task configurations and status away; item and offsets stay", async () => {
      const { control, tasks, planned, deleted, connector } = await setUp();
      await control.deleteTask(deleted, 0);
      expect(await control.forgetConnector(deleted)).toBe(true);
      expect(await readItem(control, connector)).toEqual({
        ...deleted,
        config: {},
        tasksGeneration: undefined,
        tasksChunks: undefined,
        version: deleted.version + 1,
      });
      expect(await control.readTaskConfigs(connector, planned.generation)).toBeUndefined();
      expect(await control.readConnectorStatus(connector)).toBeUndefined();
      expect(await tasks.listOffsets(connector)).toEqual(new Map([[A, '{"id":7}']]));
    });

    test("repeated is refused and changes nothing", async () => {
      const { control, deleted, connector } = await setUp({ forgotten: true });
      const forgotten = await readItem(control, connector);
      expect(await control.forgetConnector(deleted)).toBe(false);
      expect(await readItem(control, connector)).toEqual(forgotten);
    });

    test("refuses a status of the deleted connector from then on: nobody would delete it", async () => {
      const { control, deleted, connector } = await setUp({ forgotten: true });
      const status = { state: "FAILED", workerId: "w", trace: "late" } as const;
      expect(await control.writeConnectorStatus(deleted, status)).toBe(false);
      expect(await control.readConnectorStatus(connector)).toBeUndefined();
    });

    test.for(["not deleted", "changed", "of another generation", "created again", "missing"] as const)(
      "is refused for a connector that is %s",
      async (how) => {
        const { stores, control, planned, deleted, connector } = await setUp();
        if (how === "changed") await control.changeConnector(deleted, { declaredBy: "other" });
        if (how === "of another generation") await control.stopConnector(deleted, { now: NOW });
        if (how === "created again") await createConnector(stores, connector);
        const alive = how === "not deleted" ? await planConnector(stores, 1) : deleted;
        const read = how === "missing" ? { ...deleted, connector: newName() } : alive;
        const now = await control.readConnector(read.connector);
        expect(await control.forgetConnector(read)).toBe(false);
        expect(await control.readConnector(read.connector)).toEqual(now);
        expect(await control.readTaskConfigs(connector, planned.generation)).toBeDefined();
        expect(await control.readConnectorStatus(connector)).toBeDefined();
      },
    );

    test("ends the connector's being listed, and W1 brings all of it back", async () => {
      const { stores, control, deleted, connector } = await setUp();
      expect(await control.listConnectors()).toContainEqual(deleted);
      await control.deleteTask(deleted, 0);
      expect(await control.listConnectors()).toContainEqual(deleted);
      await control.forgetConnector(deleted);
      const names = async () => (await control.listConnectors()).map((item) => item.connector);
      expect(await names()).not.toContain(connector);
      const created = await createConnector(stores, connector);
      expect(created).toEqual({
        ...deleted,
        config: CONFIG,
        targetState: "RUNNING",
        deleted: false,
        tasksGeneration: undefined,
        tasksChunks: undefined,
        version: deleted.version + 2,
      });
      expect(await names()).toContain(connector);
      expect(await control.publishPlan(planOf(created, 1))).toBe(true);
      expect((await readItem(control, connector)).generation).toBe(deleted.generation + 1);
      expect(await control.readTaskConfigs(connector, deleted.generation + 1)).toBeDefined();
    });
  });
}
