import { describe, expect, test } from "vitest";
import {
  A,
  checkpointOf,
  FAILURE,
  LATER,
  newName,
  NOW,
  only,
  setUpTasks,
  type StoresUnderTest,
  takeLease,
  untilDecided,
} from "./stores-under-test.ts";
import { checkpointContract } from "./task-store-checkpoint.ts";
import { taskFailureContract } from "./task-store-failure.ts";

/**
 * What every TaskStore does (DESIGN §6, §7): W4 to W8, W14 and the task's states, each with its condition true, with each
 * half of it false, and repeated.
 *
 * @param open Called once a test; stores of earlier tests may be shared, the suite uses names of its own.
 */
export function taskStoreContract(open: () => Promise<StoresUnderTest>): void {
  const setUp = (taskCount?: number) => setUpTasks(open, taskCount);

  test("knows nothing of a connector that was never planned", async () => {
    const { tasks } = await open();
    const connector = newName();
    expect(await tasks.listTasks(connector)).toEqual([]);
    expect(await tasks.listOffsets(connector)).toEqual(new Map());
    expect(await tasks.readOffsets(connector, [A])).toEqual(new Map());
    expect(await tasks.readOffsets(connector, [])).toEqual(new Map());
    expect(await tasks.listFailures(connector)).toEqual(new Map());
  });

  test("no write makes a task item", async () => {
    const { tasks } = await open();
    const connector = newName();
    const lease = { connector, task: 0, generation: 1, owner: "me", epoch: 0 };
    const read = { ...lease, expiresAt: NOW, sequence: 0, state: undefined, progress: undefined };
    const refused = { accepted: false, item: undefined };
    expect(await tasks.moveTask({ connector, task: 0, generation: 1, now: NOW, force: true })).toEqual(refused);
    expect(await tasks.acquireLease({ ...lease, now: NOW, expiresAt: LATER })).toEqual(refused);
    expect(await tasks.extendLease(lease, LATER)).toEqual(refused);
    expect(await tasks.releaseLease(lease)).toEqual(refused);
    expect(await tasks.freeLease(connector, read, FAILURE)).toEqual(refused);
    expect(await tasks.checkpoint(checkpointOf(lease, 1))).toEqual(refused);
    expect(await tasks.writeTaskState(lease, "RUNNING")).toEqual(refused);
    expect(await tasks.writeTaskFailure(lease, FAILURE)).toEqual(refused);
    expect(await tasks.listTasks(connector)).toEqual([]);
    expect(await tasks.listOffsets(connector)).toEqual(new Map());
    expect(await tasks.listFailures(connector)).toEqual(new Map());
  });

  describe("W4 moveTask", () => {
    test("takes a free item to a newer generation and keeps its number", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      await tasks.checkpoint(checkpointOf(lease, 7, { release: true }));
      const before = await only(tasks, connector);
      const moved = await tasks.moveTask({ connector, task: 0, generation: 2, now: NOW });
      expect(moved).toEqual({ accepted: true, item: { ...before, generation: 2, epoch: before.epoch + 1 } });
      expect(before.sequence).toBe(7);
      expect(await only(tasks, connector)).toEqual(moved.item);
    });

    test.for([1, 0])("is refused for a generation that is not newer (%i), even by force", async (generation) => {
      const { connector, tasks } = await setUp();
      const before = await only(tasks, connector);
      for (const force of [false, true]) {
        const refused = await tasks.moveTask({ connector, task: 0, generation, now: NOW, force });
        expect(refused).toEqual({ accepted: false, item: before });
      }
      expect(await only(tasks, connector)).toEqual(before);
    });

    test("waits for a lease to expire, unless it is forced", async () => {
      const { stores, planned, connector, tasks } = await setUp(2);
      const [first, second] = [await takeLease(stores, planned), await takeLease(stores, planned, { task: 1 })];
      const held = await tasks.listTasks(connector);
      const early = await tasks.moveTask({ connector, task: 0, generation: 2, now: LATER });
      expect(early).toEqual({ accepted: false, item: held[0] });
      const free = { generation: 2, epoch: first.epoch + 1, owner: undefined, expiresAt: undefined };
      const expired = await tasks.moveTask({ connector, task: 0, generation: 2, now: LATER + 1 });
      expect(expired).toEqual({ accepted: true, item: { ...held[0], ...free } });
      const forced = await tasks.moveTask({ connector, task: 1, generation: 2, now: NOW, force: true });
      expect(forced).toMatchObject({ accepted: true, item: { ...free, epoch: second.epoch + 1 } });
    });

    test("fences the old owner from every write", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      await tasks.moveTask({ connector, task: 0, generation: 2, now: NOW, force: true });
      const moved = await only(tasks, connector);
      const refused = { accepted: false, item: moved };
      expect(await tasks.extendLease(lease, LATER)).toEqual(refused);
      expect(await tasks.releaseLease(lease)).toEqual(refused);
      expect(await tasks.checkpoint(checkpointOf(lease, 1))).toEqual(refused);
      expect(await tasks.writeTaskState(lease, "RUNNING")).toEqual(refused);
      expect(await tasks.writeTaskFailure(lease, FAILURE)).toEqual(refused);
      expect(await only(tasks, connector)).toEqual(moved);
      expect(await tasks.listOffsets(connector)).toEqual(new Map());
    });

    test("repeated is refused by the item at that generation", async () => {
      const { connector, tasks } = await setUp();
      const move = { connector, task: 0, generation: 2, now: NOW };
      const moved = await tasks.moveTask(move);
      expect(await tasks.moveTask(move)).toEqual({ accepted: false, item: moved.item });
    });
  });

  describe("W5 acquireLease", () => {
    test("gives the owner a new epoch", async () => {
      const { planned, connector, tasks } = await setUp();
      const before = await only(tasks, connector);
      const lease = { connector, task: 0, generation: planned.generation, owner: "ich 📚", now: NOW, expiresAt: LATER };
      const write = await tasks.acquireLease(lease);
      const item = { ...before, owner: "ich 📚", epoch: before.epoch + 1, expiresAt: LATER };
      expect(write).toEqual({ accepted: true, item });
      expect(await only(tasks, connector)).toEqual(item);
    });

    test.for([0, 2])("is refused for another generation (%i)", async (generation) => {
      const { connector, tasks } = await setUp();
      const before = await only(tasks, connector);
      const refused = await tasks.acquireLease({
        connector,
        task: 0,
        generation,
        owner: "me",
        now: NOW,
        expiresAt: LATER,
      });
      expect(refused).toEqual({ accepted: false, item: before });
      expect(await only(tasks, connector)).toEqual(before);
    });

    test("is refused while another holds the lease, and taken once it has expired", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const held = await only(tasks, connector);
      const other = { connector, task: 0, generation: planned.generation, owner: "other", expiresAt: LATER + 30_000 };
      expect(await tasks.acquireLease({ ...other, now: LATER })).toEqual({ accepted: false, item: held });
      const taken = await tasks.acquireLease({ ...other, now: LATER + 1 });
      expect(taken).toMatchObject({ accepted: true, item: { owner: "other", epoch: lease.epoch + 1 } });
      expect(await tasks.extendLease(lease, LATER)).toEqual({ accepted: false, item: taken.item });
    });

    test("repeated by the same owner is refused by its own lease", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const again = await tasks.acquireLease({ ...lease, now: NOW, expiresAt: LATER + 1 });
      expect(again).toMatchObject({
        accepted: false,
        item: { owner: lease.owner, epoch: lease.epoch, expiresAt: LATER },
      });
      expect(again.item).toEqual(await only(tasks, connector));
    });

    test("has one winner among 20 at once", async () => {
      const { planned, connector, tasks } = await setUp();
      const { epoch } = await only(tasks, connector);
      const racers = Array.from({ length: 20 }, (_, n) => `racer ${n}`);
      const lease = { connector, task: 0, generation: planned.generation, now: NOW, expiresAt: LATER };
      const writes = await Promise.all(
        racers.map((owner) => untilDecided(() => tasks.acquireLease({ ...lease, owner }))),
      );
      const won = writes.filter((write) => write.accepted);
      expect(won).toHaveLength(1);
      expect(won[0]?.item).toMatchObject({
        owner: racers[writes.findIndex((write) => write.accepted)],
        epoch: epoch + 1,
      });
      expect(writes.map((write) => write.item)).toEqual(racers.map(() => won[0]?.item));
    });
  });

  describe("W6 extendLease, W7 releaseLease", () => {
    test("move the end of the lease, and give it back", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const held = await only(tasks, connector);
      const extended = await tasks.extendLease(lease, LATER + 5);
      expect(extended).toEqual({ accepted: true, item: { ...held, expiresAt: LATER + 5 } });
      expect(await tasks.extendLease(lease, LATER + 5)).toEqual(extended);
      const released = { ...held, owner: undefined, expiresAt: undefined };
      expect(await tasks.releaseLease(lease)).toEqual({ accepted: true, item: released });
      expect(await tasks.releaseLease(lease)).toEqual({ accepted: false, item: released });
      expect(await only(tasks, connector)).toEqual(released);
    });

    test.for([{ owner: "other" }, { epoch: 1 }, { epoch: 3 }])("are refused with a lease of %o", async (wrong) => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = { ...(await takeLease(stores, planned)), ...wrong };
      const held = await only(tasks, connector);
      expect(held).toMatchObject({ owner: "me", epoch: 2 });
      expect(await tasks.extendLease(lease, LATER + 5)).toEqual({ accepted: false, item: held });
      expect(await tasks.releaseLease(lease)).toEqual({ accepted: false, item: held });
      expect(await only(tasks, connector)).toEqual(held);
    });
  });

  checkpointContract(open);
  taskFailureContract(open);
}
