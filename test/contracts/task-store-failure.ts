import { describe, expect, test } from "vitest";
import { FAILURE, only, setUpTasks, type StoresUnderTest, takeLease } from "./stores-under-test.ts";

/**
 * W14 and the task's states: what a task does, why it failed, and that a zombie can't say so (DESIGN §6.10).
 *
 * @param open Called once a test; stores of earlier tests may be shared, the suite uses names of its own.
 */
export function taskFailureContract(open: () => Promise<StoresUnderTest>): void {
  const setUp = (taskCount?: number) => setUpTasks(open, taskCount);

  describe("W14 freeLease", () => {
    test("fences the dead owner", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const read = await only(tasks, connector);
      const free = { owner: undefined, expiresAt: undefined, state: "FAILED" } as const;
      const freed = { ...read, epoch: read.epoch + 1, ...free };
      expect(await tasks.freeLease(connector, read, FAILURE)).toMatchObject({ accepted: true });
      expect(await only(tasks, connector)).toEqual(freed);
      expect(await tasks.listFailures(connector)).toEqual(new Map([[0, FAILURE]]));
      // What tells the caller that the earlier try of this write took effect.
      expect(await tasks.freeLease(connector, read, FAILURE)).toEqual({ accepted: false, item: freed });
      expect(await tasks.releaseLease(lease)).toEqual({ accepted: false, item: freed });
    });

    test.for([{ owner: "other" }, { owner: undefined }, { epoch: 1 }])("is refused for a read of %o", async (wrong) => {
      const { stores, planned, connector, tasks } = await setUp();
      await takeLease(stores, planned);
      const held = await only(tasks, connector);
      expect(await tasks.freeLease(connector, { ...held, ...wrong }, FAILURE)).toEqual({ accepted: false, item: held });
      expect(await only(tasks, connector)).toEqual(held);
      expect(await tasks.listFailures(connector)).toEqual(new Map());
    });

    test("does nothing to a task that nobody holds", async () => {
      const { connector, tasks } = await setUp();
      const free = await only(tasks, connector);
      expect(await tasks.freeLease(connector, free, FAILURE)).toEqual({ accepted: false, item: free });
      expect(await only(tasks, connector)).toEqual(free);
      expect(await tasks.listFailures(connector)).toEqual(new Map());
    });
    test("keeps the failure of a task that was tried again, until it fails again", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      await takeLease(stores, planned);
      await tasks.freeLease(connector, await only(tasks, connector), FAILURE);
      await takeLease(stores, planned, { owner: "successor" });
      const again = { ...FAILURE, failures: 4, retryAt: undefined };
      await tasks.freeLease(connector, await only(tasks, connector), again);
      expect(await tasks.listFailures(connector)).toEqual(new Map([[0, again]]));
    });
  });

  describe("writeTaskState", () => {
    test("says what the task does, and keeps its last failure on record", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const held = await only(tasks, connector);
      await tasks.writeTaskFailure(lease, FAILURE);
      for (const state of ["RUNNING", "PAUSED", "UNASSIGNED"] as const) {
        const written = { accepted: true, item: { ...held, state } };
        expect(await tasks.writeTaskState(lease, state)).toEqual(written);
        expect(await tasks.writeTaskState(lease, state)).toEqual(written);
        expect(await only(tasks, connector)).toEqual(written.item);
      }
      expect(await tasks.listFailures(connector)).toEqual(new Map([[0, FAILURE]]));
    });

    test.for([{ owner: "other" }, { epoch: 1 }, { epoch: 3 }])("is refused with a lease of %o", async (wrong) => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      await tasks.writeTaskState(lease, "RUNNING");
      const held = await only(tasks, connector);
      const refused = { accepted: false, item: held };
      expect(await tasks.writeTaskState({ ...lease, ...wrong }, "PAUSED")).toEqual(refused);
      expect(await only(tasks, connector)).toEqual(held);
    });

    test("a late RUNNING of a zombie hides no failure", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const zombie = await takeLease(stores, planned);
      await tasks.freeLease(connector, await only(tasks, connector), FAILURE);
      const successor = await takeLease(stores, planned, { owner: "successor" });
      const failure = { ...FAILURE, failures: 4 };
      await tasks.writeTaskFailure(successor, failure);
      expect(await tasks.writeTaskState(zombie, "RUNNING")).toMatchObject({ accepted: false });
      expect(await only(tasks, connector)).toMatchObject({ state: "FAILED", owner: "successor" });
      expect(await tasks.listFailures(connector)).toEqual(new Map([[0, failure]]));
    });
  });

  describe("writeTaskFailure", () => {
    test("says that the task has failed, why, and when it is tried again", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const held = await only(tasks, connector);
      expect(await tasks.writeTaskFailure(lease, FAILURE)).toMatchObject({ accepted: true });
      expect(await only(tasks, connector)).toEqual({ ...held, state: "FAILED" });
      expect(await tasks.listFailures(connector)).toEqual(new Map([[0, FAILURE]]));
    });

    test("repeated leaves one failure, and another takes its place", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const permanent = { ...FAILURE, trace: "Error: never", workerId: "w 2", failures: 4, retryAt: undefined };
      for (const failure of [FAILURE, FAILURE, permanent]) {
        expect(await tasks.writeTaskFailure(lease, failure)).toMatchObject({ accepted: true });
        expect(await tasks.listFailures(connector)).toEqual(new Map([[0, failure]]));
      }
    });

    test.for([{ owner: "other" }, { epoch: 1 }, { epoch: 3 }])("is refused with a lease of %o", async (wrong) => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      await tasks.writeTaskState(lease, "RUNNING");
      const held = await only(tasks, connector);
      const refused = { accepted: false, item: held };
      expect(await tasks.writeTaskFailure({ ...lease, ...wrong }, FAILURE)).toEqual(refused);
      expect(await only(tasks, connector)).toEqual(held);
      expect(await tasks.listFailures(connector)).toEqual(new Map());
    });

    test("counts task numbers as numbers", async () => {
      const { stores, planned, connector, tasks } = await setUp(12);
      for (const task of [11, 2, 10]) {
        const lease = await takeLease(stores, planned, { task });
        await tasks.writeTaskFailure(lease, { ...FAILURE, trace: `${task}` });
      }
      expect((await tasks.listTasks(connector)).map(({ task }) => task)).toEqual([...Array(12).keys()]);
      const failures = await tasks.listFailures(connector);
      expect([2, 10, 11].map((task) => failures.get(task)?.trace)).toEqual(["2", "10", "11"]);
    });
  });
}
