import { describe, expect, test } from "vitest";
import {
  A,
  B,
  checkpointOf,
  createConnector,
  manyOffsets,
  newName,
  NOW,
  planConnector,
  planOf,
  readItem,
  type StoresUnderTest,
  takeLease,
} from "./stores-under-test.ts";

/**
 * W9: other offsets for a stopped connector (DESIGN §6.9).
 *
 * @param open Called once a test; stores of earlier tests may be shared, the suite uses names of its own.
 */
export function editOffsetsContract(open: () => Promise<StoresUnderTest>): void {
  /** A stopped connector with an offset. */
  const setUp = async () => {
    const stores = await open();
    const planned = await planConnector(stores, 1);
    const lease = await takeLease(stores, planned);
    await stores.tasks.checkpoint(checkpointOf(lease, 7, { release: true }));
    await stores.control.stopConnector(planned, { now: NOW });
    return { ...stores, stopped: await readItem(stores.control, planned.connector), connector: planned.connector };
  };
  const EDIT = new Map([
    [A, null],
    [B, '{"id":9007199254740993}'],
  ]);

  describe("W9 editOffsets", () => {
    test("replaces offsets and leaves tombstones, in a new version of the item", async () => {
      const { control, tasks, stopped, connector } = await setUp();
      const before = await tasks.listTasks(connector);
      expect(await control.editOffsets({ read: stopped, offsets: EDIT, updatedAt: NOW })).toBe(true);
      expect(await readItem(control, connector)).toEqual({ ...stopped, version: stopped.version + 1 });
      expect(await tasks.readOffsets(connector, [A, B])).toEqual(EDIT);
      expect(await tasks.listOffsets(connector)).toEqual(new Map([[B, '{"id":9007199254740993}']]));
      expect(await tasks.listTasks(connector)).toEqual(before);
    });

    test("repeated with the same read is refused, and changes nothing", async () => {
      const { control, tasks, stopped, connector } = await setUp();
      await control.editOffsets({ read: stopped, offsets: EDIT, updatedAt: NOW });
      const edited = await readItem(control, connector);
      const late = new Map([[A, "{}"]]);
      expect(await control.editOffsets({ read: stopped, offsets: EDIT, updatedAt: NOW })).toBe(false);
      expect(await control.editOffsets({ read: stopped, offsets: late, updatedAt: NOW })).toBe(false);
      expect(await readItem(control, connector)).toEqual(edited);
      expect(await tasks.readOffsets(connector, [A, B])).toEqual(EDIT);
      expect(await control.editOffsets({ read: edited, offsets: late, updatedAt: NOW })).toBe(true);
      expect(await tasks.readOffsets(connector, [A])).toEqual(late);
    });

    test.for(["changed", "resumed", "paused", "planned", "of another generation", "missing"] as const)(
      "is refused for a connector that is %s, and writes nothing",
      async (how) => {
        const { control, tasks, stopped, connector } = await setUp();
        if (how === "changed") await control.changeConnector(stopped, { config: { topic: "b" } });
        if (how === "paused") await control.changeConnector(stopped, { targetState: "PAUSED" });
        if (how === "resumed" || how === "planned") await control.changeConnector(stopped, { targetState: "RUNNING" });
        if (how === "planned") await control.publishPlan(planOf(await readItem(control, connector), 1));
        const now = await readItem(control, connector);
        // But for the first the version is right, and another part of the condition is what refuses.
        const read = {
          ...(how === "changed" ? stopped : now),
          ...(how === "of another generation" && { generation: now.generation - 1 }),
          ...(how === "missing" && { connector: newName() }),
        };
        expect(await control.editOffsets({ read, offsets: EDIT, updatedAt: NOW })).toBe(false);
        expect(await readItem(control, connector)).toEqual(now);
        expect(await tasks.readOffsets(connector, [A, B])).toEqual(new Map([[A, '{"id":7}']]));
        expect(await tasks.readOffsets(read.connector, [B])).toEqual(new Map());
      },
    );

    test("is possible for a connector that was stopped before it was ever planned", async () => {
      const { control, tasks } = await open();
      const item = await createConnector({ control, tasks });
      await control.stopConnector(item, { now: NOW });
      const read = await readItem(control, item.connector);
      expect(await control.editOffsets({ read, offsets: EDIT, updatedAt: NOW })).toBe(true);
      expect(await tasks.readOffsets(item.connector, [A, B])).toEqual(EDIT);
    });

    test("holds maxPartitions source partitions, and no more", async () => {
      const { control, tasks, stopped, connector } = await setUp();
      const full = manyOffsets(control.maxPartitions);
      expect(await control.editOffsets({ read: stopped, offsets: full, updatedAt: NOW })).toBe(true);
      const read = await readItem(control, connector);
      const offsets = manyOffsets(control.maxPartitions + 1);
      const tooMany = control.editOffsets({ read, offsets, updatedAt: NOW });
      await expect(tooMany).rejects.toThrow(
        new RegExp(`^\\d+ source partitions of connector ${connector} can't .* at most \\d+ source partitions$`),
      );
      expect(await readItem(control, connector)).toEqual(read);
      // "a" is the one that was there.
      expect(await tasks.listOffsets(connector)).toEqual(new Map([...full, [A, '{"id":7}']]));
    });
  });
}
