import { describe, expect, test } from "vitest";
import { createMemoryControlStore } from "../../../../lib/adapters/memory/control-store.ts";
import { createMemoryState } from "../../../../lib/adapters/memory/memory-state.ts";
import { createMemoryTaskStore } from "../../../../lib/adapters/memory/task-store.ts";
import { ConfigError, ConnectError } from "../../../../lib/connect/index.ts";
import type { ControlStore, OffsetEdit, TaskLease } from "../../../../lib/ports/index.ts";
import { editOffsets } from "../../../../lib/worker/operations/edit-offsets.ts";
import { NOW, type OneConnector, oneConnector } from "../scheduling/one-connector.ts";

/** What a task writes that has come to position 7 of `p`. */
const checkpoint = (c: OneConnector, lease: TaskLease, { sequence = 1, expiresAt = NOW + 3_600_000 } = {}) =>
  c.worker.tasks.checkpoint({
    lease,
    sequence,
    expiresAt,
    offsets: new Map([["p", "7"]]),
    updatedAt: NOW,
    progress: { records: 1, bytes: 1 },
    release: false,
  });

const edit = (
  c: OneConnector,
  offsets: Readonly<Record<string, string | null>>,
  ports: Partial<OneConnector["worker"]> = {},
) =>
  editOffsets(
    { ...c.worker, clock: { now: () => NOW, sleep: async () => undefined }, ...ports },
    "c",
    new Map(Object.entries(offsets)),
  );

/** A stopped connector whose task 0 has written the position of `p`. */
async function stopped(): Promise<OneConnector> {
  const c = await oneConnector(2);
  const lease = await c.lease(0);
  await checkpoint(c, lease);
  await c.worker.tasks.releaseLease(lease);
  await c.stop();
  return c;
}

test("alters, resets and adds offsets of a stopped connector", async () => {
  const c = await stopped();
  await edit(c, { p: "3", q: "1" });
  expect(await c.offsets()).toEqual({ p: "3", q: "1" });
  await edit(c, { p: null });
  expect(await c.offsets()).toEqual({ q: "1" });
});

test("asks for nothing when there is nothing to alter", async () => {
  const c = await stopped();
  const before = await c.item();
  await edit(c, {});
  expect(await c.item()).toBe(before);
});

describe("it is refused, and nothing altered,", () => {
  test.each(["RUNNING", "PAUSED"] as const)("while the connector is %s", async (state) => {
    const c = await oneConnector(1);
    await c.worker.control.changeConnector(await c.item(), { targetState: state });
    await expect(edit(c, { p: "3" })).rejects.toThrow(
      new ConfigError(
        `Connector c must be in the STOPPED state before its offsets can be modified; it is ${state}: stop it first`,
      ),
    );
    expect(await c.offsets()).toEqual({});
  });

  test("when there is no such connector, or it is deleted", async () => {
    const c = await oneConnector(1);
    await c.stop({ delete: true });
    await expect(edit(c, { p: "3" })).rejects.toThrow(new ConfigError("Connector c not found"));
  });

  test("while a task of the time before the stop is at work", async () => {
    const c = await oneConnector(3);
    await c.lease(1);
    await c.lease(2);
    await c.stop();
    await expect(edit(c, { p: "3" })).rejects.toThrow(/^Connector c has tasks that have not ended yet \(1, 2\)/);
    expect(await c.offsets()).toEqual({});
  });

  test("when the connector is resumed between look and write", async () => {
    const c = await stopped();
    const { control } = c.worker;
    const editing: ControlStore["editOffsets"] = async (given) => {
      const read = await c.item();
      if (read.targetState === "STOPPED") await control.changeConnector(read, { targetState: "RUNNING" });
      return control.editOffsets(given);
    };
    await expect(edit(c, { p: "3" }, { control: { ...control, editOffsets: editing } })).rejects.toThrow(ConfigError);
    expect(await c.offsets()).toEqual({ p: "7" });
  });
});

test("a task that was forgotten can't write over it, although nobody has taken its lease", async () => {
  const c = await oneConnector(1);
  const lease = await c.lease(0);
  expect(await checkpoint(c, lease, { expiresAt: NOW - 1 })).toMatchObject({ accepted: true });
  await c.stop();
  expect((await c.tasks())[0]?.owner).toBe(lease.owner);
  await edit(c, { p: "3" });
  expect(await checkpoint(c, lease, { sequence: 2 })).toMatchObject({ accepted: false });
  expect(await c.offsets()).toEqual({ p: "3" });
});

test("it is done again when its answer was lost: the same offsets are there in the end", async () => {
  const c = await stopped();
  const { control } = c.worker;
  let lost = 1;
  const editing: ControlStore["editOffsets"] = async (given) => {
    const accepted = await control.editOffsets(given);
    if (lost-- > 0) throw new ConnectError("no answer", { retriable: true });
    return accepted;
  };
  await edit(c, { p: "3" }, { control: { ...control, editOffsets: editing } });
  expect(await c.offsets()).toEqual({ p: "3" });
});

test("more offsets than one write may hold are written in several", async () => {
  const state = createMemoryState();
  const control = createMemoryControlStore(state, 2);
  const tasks = createMemoryTaskStore(state);
  const c = (await oneConnector(0)).rewired({ control, tasks });
  await control.createConnector({ connector: "c", uid: "u", config: {}, targetState: "STOPPED" });
  const parts: OffsetEdit["offsets"][] = [];
  const editing: ControlStore["editOffsets"] = (given) => {
    parts.push(given.offsets);
    return control.editOffsets(given);
  };
  const offsets = { a: "1", b: "2", c: "3", d: "4", e: "5" };
  await editOffsets(
    { ...c.worker, control: { ...control, editOffsets: editing } },
    "c",
    new Map(Object.entries(offsets)),
  );
  expect(parts.map(({ size }) => size)).toEqual([2, 2, 1]);
  expect(await c.offsets()).toEqual(offsets);
});
