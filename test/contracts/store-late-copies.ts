import { describe, expect, test } from "vitest";
import type { TaskLease } from "../../lib/ports/task-store.ts";
import type { Fault } from "../support/faults/fault.ts";
import type { StoresWithFaults } from "./store-faults.ts";
import {
  checkpointOf,
  CONFIG,
  FAILURE,
  LATER,
  newName,
  NOW,
  only,
  planConnector,
  readItem,
  type StoresUnderTest,
  takeLease,
} from "./stores-under-test.ts";

/**
 * What a copy may do that arrives when its condition holds again or still, since not every write carries a number: it may
 * cost a lease time or show an older state, and lets nobody write who must not (DESIGN §6). A create does nothing more: it
 * names the version that it was decided on, or wants no item.
 *
 * @param twice The fault that lets a copy of a write arrive with `deliver`.
 */
export function lateCopiesContract<F extends Fault>(open: () => Promise<StoresWithFaults<F>>, twice: F): void {
  async function setUp(stores: StoresWithFaults<F>) {
    const planned = await planConnector(stores.direct, 1);
    return { planned, connector: planned.connector, generation: planned.generation };
  }

  describe("a late copy", () => {
    test.for([false, true])("of W1 brings no deleted connector back (over a deleted one: %o)", async (isOver) => {
      await using stores = await open();
      const { control } = stores.direct;
      const connector = isOver ? (await setUp(stores)).connector : newName();
      const deleteIt = async () =>
        control.stopConnector(await readItem(control, connector), { now: NOW, delete: true });
      if (isOver) await deleteIt();
      const over = await control.readConnector(connector);
      stores.faults.nextWrite(twice);
      const create = { connector, uid: "u", config: CONFIG, targetState: "RUNNING", ...(over && { over }) } as const;
      expect(await stores.control.createConnector(create)).toBe(true);
      expect(await deleteIt()).toBe(true);
      const deleted = await readItem(control, connector);
      await stores.faults.deliver();
      expect(await readItem(control, connector)).toEqual(deleted);
    });

    test("of W5 takes a lease that is free, for one lease time and for nobody", async () => {
      await using stores = await open();
      const { connector, generation } = await setUp(stores);
      const take = { connector, task: 0, generation, now: NOW, expiresAt: LATER };
      stores.faults.nextWrite(twice);
      const { item: held } = await stores.tasks.acquireLease({ ...take, owner: "me" });
      const lease = { connector, task: 0, generation, owner: "me", epoch: held?.epoch ?? expect.unreachable() };
      await stores.direct.tasks.checkpoint(checkpointOf(lease, 1, { release: true }));
      await stores.faults.deliver();
      const taken = await only(stores.direct.tasks, connector);
      expect(taken).toMatchObject({ owner: "me", epoch: lease.epoch + 1, expiresAt: LATER });
      await expectFenced(stores.direct, lease);
      const other = { ...take, owner: "other", expiresAt: LATER + 30_000 };
      expect(await stores.direct.tasks.acquireLease(other)).toEqual({ accepted: false, item: taken });
      expect(await stores.direct.tasks.acquireLease({ ...other, now: LATER + 1 })).toMatchObject({ accepted: true });
      await expectFenced(stores.direct, lease);
    });

    test("of W6 moves the end of the same lease back, and no other", async () => {
      await using stores = await open();
      const { planned, connector } = await setUp(stores);
      const lease = await takeLease(stores.direct, planned);
      stores.faults.nextWrite(twice);
      await stores.tasks.extendLease(lease, LATER + 1);
      await stores.direct.tasks.extendLease(lease, LATER + 2);
      const extended = await only(stores.direct.tasks, connector);
      await stores.faults.deliver();
      expect(await only(stores.direct.tasks, connector)).toEqual({ ...extended, expiresAt: LATER + 1 });
      expect(await stores.direct.tasks.checkpoint(checkpointOf(lease, 1))).toMatchObject({ accepted: true });
    });

    test("of a task's state shows an older one as long as the lease is held, and hides no failure", async () => {
      await using stores = await open();
      const { planned, connector } = await setUp(stores);
      const lease = await takeLease(stores.direct, planned);
      stores.faults.nextWrite(twice);
      await stores.tasks.writeTaskState(lease, "RUNNING");
      await stores.direct.tasks.writeTaskFailure(lease, FAILURE);
      await stores.faults.deliver();
      expect(await only(stores.direct.tasks, connector)).toMatchObject({ state: "RUNNING", owner: "me" });
      expect(await stores.direct.tasks.listFailures(connector)).toEqual(new Map([[0, FAILURE]]));
    });
  });
}

/** Whoever holds that lease can write nothing any more. */
async function expectFenced({ tasks }: StoresUnderTest, lease: TaskLease): Promise<void> {
  const before = await only(tasks, lease.connector);
  const refused = { accepted: false, item: before };
  expect(await tasks.extendLease(lease, LATER + 9)).toEqual(refused);
  expect(await tasks.releaseLease(lease)).toEqual(refused);
  expect(await tasks.checkpoint(checkpointOf(lease, 9))).toEqual(refused);
  expect(await tasks.writeTaskState(lease, "RUNNING")).toEqual(refused);
  expect(await tasks.writeTaskFailure(lease, FAILURE)).toEqual(refused);
  expect(await only(tasks, lease.connector)).toEqual(before);
}
