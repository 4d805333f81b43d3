import { describe, expect, test } from "vitest";
import type { Checkpoint, TaskItem, TaskLease, TaskStore } from "../../lib/ports/task-store.ts";
import {
  LATER,
  newName,
  NOW,
  planConnector,
  type StoresUnderTest,
  takeLease,
  untilDecided,
} from "./stores-under-test.ts";

const A = '{"table":"a"}';
const B = '{"table":"Bücher 📚"}';
const PROGRESS = { records: 3, bytes: 2 ** 40 };
const FAILURE = { trace: "Error: no\n\tat ü", workerId: "w", permanent: true, generation: 1 } as const;

/**
 * What every TaskStore does (DESIGN §6, §7): W4 to W8, W14 and the task's state, each with its condition true, with each
 * half of it false, and repeated.
 *
 * @param open Called once a test; stores of earlier tests may be shared, the suite uses names of its own.
 */
export function taskStoreContract(open: () => Promise<StoresUnderTest>): void {
  const setUp = async (taskCount = 1) => {
    const stores = await open();
    const planned = await planConnector(stores, taskCount);
    return { stores, planned, connector: planned.connector, tasks: stores.tasks };
  };

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
    expect(await tasks.freeLease(connector, read)).toEqual(refused);
    expect(await tasks.checkpoint(checkpointOf(lease, 1))).toEqual(refused);
    expect(await tasks.writeTaskState(lease, "FAILED", FAILURE)).toBe(false);
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
      expect(await tasks.writeTaskState(lease, "RUNNING")).toBe(false);
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

  describe("W14 freeLease", () => {
    test("fences the dead owner", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const read = await only(tasks, connector);
      const freed = { ...read, epoch: read.epoch + 1, owner: undefined, expiresAt: undefined };
      expect(await tasks.freeLease(connector, read)).toEqual({ accepted: true, item: freed });
      expect(await tasks.freeLease(connector, read)).toEqual({ accepted: false, item: freed });
      expect(await tasks.releaseLease(lease)).toEqual({ accepted: false, item: freed });
    });

    test.for([{ owner: "other" }, { owner: undefined }, { epoch: 1 }])("is refused for a read of %o", async (wrong) => {
      const { stores, planned, connector, tasks } = await setUp();
      await takeLease(stores, planned);
      const held = await only(tasks, connector);
      expect(await tasks.freeLease(connector, { ...held, ...wrong })).toEqual({ accepted: false, item: held });
      expect(await only(tasks, connector)).toEqual(held);
    });

    test("does nothing to a task that nobody holds", async () => {
      const { connector, tasks } = await setUp();
      const free = await only(tasks, connector);
      expect(await tasks.freeLease(connector, free)).toEqual({ accepted: false, item: free });
      expect(await only(tasks, connector)).toEqual(free);
    });
  });

  describe("W8 checkpoint", () => {
    test("writes offsets, number, progress and the end of the lease together", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const held = await only(tasks, connector);
      const offsets = new Map([
        [A, '{"id":9007199254740993}'],
        [B, null],
      ]);
      expect(await tasks.checkpoint(checkpointOf(lease, 5, { offsets }))).toMatchObject({ accepted: true });
      const item = { ...held, sequence: 5, expiresAt: LATER + 5, progress: PROGRESS };
      expect(await only(tasks, connector)).toEqual(item);
      expect(await tasks.readOffsets(connector, [A, B, '{"table":"c"}', A])).toEqual(offsets);
      expect(await tasks.listOffsets(connector)).toEqual(new Map([[A, '{"id":9007199254740993}']]));
    });

    test("of the end of an invocation gives the lease back", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const last = checkpointOf(lease, 1, { release: true });
      expect(await tasks.checkpoint(last)).toMatchObject({ accepted: true });
      const item = await only(tasks, connector);
      expect(item).toMatchObject({ epoch: lease.epoch, owner: undefined, expiresAt: undefined, sequence: 1 });
      // What tells the caller that the earlier try of this write took effect.
      expect(await tasks.checkpoint(last)).toEqual({ accepted: false, item });
    });

    test("repeated is refused by its own number", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      await tasks.checkpoint(checkpointOf(lease, 1));
      const again = await tasks.checkpoint(checkpointOf(lease, 1));
      expect(again).toMatchObject({ accepted: false, item: { epoch: lease.epoch, owner: "me", sequence: 1 } });
      expect(await tasks.readOffsets(connector, [A])).toEqual(new Map([[A, '{"id":1}']]));
    });

    test.for([
      ["an older number", { sequence: 1 }],
      ["the same number with other content", { sequence: 2 }],
      ["another owner", { owner: "other" }],
      ["an older epoch", { epoch: 1 }],
      ["an epoch never given", { epoch: 3 }],
    ] as const)("with %s is refused and writes nothing", async ([, wrong]) => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      await tasks.checkpoint(checkpointOf(lease, 2));
      const held = await only(tasks, connector);
      const { sequence, ...names } = { sequence: 3, ...wrong };
      const offsets = new Map([
        [A, '{"id":99}'],
        [B, '{"id":99}'],
      ]);
      const late = checkpointOf({ ...lease, ...names }, sequence, { offsets, progress: { records: 0, bytes: 0 } });
      expect(await tasks.checkpoint(late)).toEqual({ accepted: false, item: held });
      expect(await only(tasks, connector)).toEqual(held);
      expect(await tasks.listOffsets(connector)).toEqual(new Map([[A, '{"id":2}']]));
    });

    test("keeps a reset as a tombstone, which a later offset replaces", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      await tasks.checkpoint(checkpointOf(lease, 1));
      await tasks.checkpoint(checkpointOf(lease, 2, { offsets: new Map([[A, null]]) }));
      expect(await tasks.readOffsets(connector, [A])).toEqual(new Map([[A, null]]));
      expect(await tasks.listOffsets(connector)).toEqual(new Map());
      await tasks.checkpoint(checkpointOf(lease, 3));
      expect(await tasks.readOffsets(connector, [A])).toEqual(new Map([[A, '{"id":3}']]));
    });

    test("may hold no offset at all", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const empty = await tasks.checkpoint(checkpointOf(lease, 1, { offsets: new Map(), release: true }));
      expect(empty).toMatchObject({ accepted: true });
      expect(await only(tasks, connector)).toMatchObject({ sequence: 1, owner: undefined, progress: PROGRESS });
    });

    test("holds maxPartitions source partitions, and no more", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const full = manyOffsets(tasks.maxPartitions);
      expect(await tasks.checkpoint(checkpointOf(lease, 1, { offsets: full }))).toMatchObject({ accepted: true });
      const tooMany = checkpointOf(lease, 2, { offsets: manyOffsets(tasks.maxPartitions + 1) });
      await expect(tasks.checkpoint(tooMany)).rejects.toThrow(/at most \d+ source partitions/);
      expect(await tasks.listOffsets(connector)).toEqual(full);
      expect((await only(tasks, connector)).sequence).toBe(1);
      const more = [...manyOffsets(tasks.maxPartitions + 100)].slice(tasks.maxPartitions);
      for (const [n, offsets] of [more.slice(0, 50), more.slice(50)].entries()) {
        const next = checkpointOf(lease, 2 + n, { offsets: new Map(offsets) });
        expect(await tasks.checkpoint(next)).toMatchObject({ accepted: true });
      }
      const all = new Map([...full, ...more]);
      expect(await tasks.readOffsets(connector, [...all.keys()])).toEqual(all);
      expect(await tasks.listOffsets(connector)).toEqual(all);
    });

    test("keeps long source partitions apart", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      // 1,024 bytes are the longest sort key that DynamoDB takes.
      const offsets = new Map(
        [longPartition("1"), longPartition("2"), partitionOfBytes(1024), partitionOfBytes(1025)].map((key, n) => [
          key,
          `{"id":${n}}`,
        ]),
      );
      expect(await tasks.checkpoint(checkpointOf(lease, 1, { offsets }))).toMatchObject({ accepted: true });
      expect(await tasks.readOffsets(connector, [...offsets.keys()])).toEqual(offsets);
      expect(await tasks.listOffsets(connector)).toEqual(offsets);
    });

    test("of one task does not disturb another", async () => {
      const { stores, planned, connector, tasks } = await setUp(2);
      const [first, second] = [await takeLease(stores, planned), await takeLease(stores, planned, { task: 1 })];
      const [, untouched] = await tasks.listTasks(connector);
      await tasks.checkpoint(checkpointOf(first, 1));
      expect((await tasks.listTasks(connector))[1]).toEqual(untouched);
      await tasks.checkpoint(checkpointOf(second, 1, { offsets: new Map([[B, "{}"]]) }));
      expect(await tasks.listOffsets(connector)).toEqual(
        new Map([
          [A, '{"id":1}'],
          [B, "{}"],
        ]),
      );
    });
  });

  describe("writeTaskState", () => {
    test("keeps the failure of a task until it runs again", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const held = await only(tasks, connector);
      expect(await tasks.writeTaskState(lease, "FAILED", FAILURE)).toBe(true);
      expect(await only(tasks, connector)).toEqual({ ...held, state: "FAILED" });
      expect(await tasks.listFailures(connector)).toEqual(new Map([[0, FAILURE]]));
      expect(await tasks.writeTaskState(lease, "RUNNING")).toBe(true);
      expect(await only(tasks, connector)).toEqual({ ...held, state: "RUNNING" });
      expect(await tasks.listFailures(connector)).toEqual(new Map());
    });

    test.for([{ owner: "other" }, { epoch: 1 }, { epoch: 3 }])("is refused with a lease of %o", async (wrong) => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      await tasks.writeTaskState(lease, "RUNNING");
      const held = await only(tasks, connector);
      expect(await tasks.writeTaskState({ ...lease, ...wrong }, "FAILED", FAILURE)).toBe(false);
      expect(await only(tasks, connector)).toEqual(held);
      expect(await tasks.listFailures(connector)).toEqual(new Map());
    });

    test("a late RUNNING of a zombie hides no failure", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const zombie = await takeLease(stores, planned);
      await tasks.freeLease(connector, await only(tasks, connector));
      const successor = await takeLease(stores, planned, { owner: "successor" });
      await tasks.writeTaskState(successor, "FAILED", FAILURE);
      expect(await tasks.writeTaskState(zombie, "RUNNING")).toBe(false);
      expect(await tasks.listFailures(connector)).toEqual(new Map([[0, FAILURE]]));
    });

    test("counts task numbers as numbers", async () => {
      const { stores, planned, connector, tasks } = await setUp(12);
      for (const task of [11, 2, 10]) {
        await tasks.writeTaskState(await takeLease(stores, planned, { task }), "FAILED", {
          ...FAILURE,
          trace: `${task}`,
        });
      }
      expect((await tasks.listTasks(connector)).map(({ task }) => task)).toEqual([...Array(12).keys()]);
      const failures = await tasks.listFailures(connector);
      expect([2, 10, 11].map((task) => failures.get(task)?.trace)).toEqual(["2", "10", "11"]);
    });
  });
}

/** The task item of a connector that has one. */
async function only(tasks: TaskStore, connector: string): Promise<TaskItem> {
  const [item, ...others] = await tasks.listTasks(connector);
  if (!item || others.length > 0) throw new Error(`${connector} has not one task item`);
  return item;
}

/** A checkpoint of that number, which says where it came from by its offset. */
function checkpointOf(lease: TaskLease, sequence: number, change: Partial<Checkpoint> = {}): Checkpoint {
  return {
    lease,
    sequence,
    expiresAt: LATER + sequence,
    offsets: new Map([[A, `{"id":${sequence}}`]]),
    updatedAt: NOW,
    progress: PROGRESS,
    release: false,
    ...change,
  };
}

const manyOffsets = (count: number): Map<string, string> =>
  new Map(Array.from({ length: count }, (_, n) => [`{"table":"t${n}"}`, `{"id":${n}}`]));

const longPartition = (end: string): string => `{"path":"${"ü".repeat(900)}${end}"}`;

const partitionOfBytes = (bytes: number): string => `{"p":"${"x".repeat(bytes - 8)}"}`;
