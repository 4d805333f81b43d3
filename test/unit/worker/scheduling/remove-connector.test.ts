import { expect, test } from "vitest";
import { ConnectError } from "../../../../lib/connect/index.ts";
import { removeConnector } from "../../../../lib/worker/scheduling/remove-connector.ts";
import { type OneConnector, oneConnector } from "./one-connector.ts";

const remove = async (c: OneConnector, options?: Parameters<OneConnector["call"]>[0]) =>
  removeConnector(c.call(options), await c.item());

/** A deleted connector with offsets. */
async function deleted(tasks: number, atWork: readonly number[] = []): Promise<OneConnector> {
  const c = await oneConnector(tasks);
  const lease = await c.lease(0);
  const checkpoint = { sequence: 1, expiresAt: 0, updatedAt: 0, progress: { records: 1, bytes: 1 } };
  await c.worker.tasks.checkpoint({ lease, ...checkpoint, offsets: new Map([["p", "7"]]), release: true });
  for (const task of atWork) await c.lease(task);
  await c.stop({ delete: true });
  return c;
}

test("takes tasks, configurations and status away, and leaves the generation and the offsets", async () => {
  const c = await deleted(3);
  expect(await remove(c)).toBe(true);
  expect(await c.tasks()).toEqual([]);
  expect(await c.item()).toMatchObject({ config: {}, deleted: true, generation: 2, uid: "u" });
  expect(await c.worker.control.readConnectorStatus("c")).toBe(undefined);
  expect(await c.worker.control.readTaskConfigs("c", 1)).toBe(undefined);
  expect(await c.offsets()).toEqual({ p: "7" });
  expect(await c.worker.control.listConnectors()).toEqual([]);
});

test("waits for a task at work, and takes the others away", async () => {
  const c = await deleted(3, [1]);
  expect(await remove(c)).toBe(false);
  expect((await c.tasks()).map(({ task }) => task)).toEqual([1]);
  expect(Object.keys((await c.item()).config)).not.toEqual([]);
});

test("fences it when its grace is over", async () => {
  const c = await deleted(3, [1]);
  expect(await remove(c, { later: 60_000 })).toBe(true);
  expect(await c.tasks()).toEqual([]);
});

test("does nothing to a connector that was created again meanwhile", async () => {
  const c = await deleted(2);
  const item = await c.item();
  const config = { name: "c", "connector.class": "Scripted" };
  await c.worker.control.createConnector({ connector: "c", uid: "v", config, targetState: "RUNNING", over: item });
  await removeConnector(c.call(), item);
  expect(await c.tasks()).toHaveLength(2);
  expect(await c.item()).toMatchObject({ config, deleted: false });
});

test("goes on when the answer to a deletion was lost", async () => {
  const c = await deleted(2);
  const { control } = c.worker;
  let lost = 1;
  const deleteTask: typeof control.deleteTask = async (...args) => {
    const done = await control.deleteTask(...args);
    if (lost-- > 0) throw new ConnectError("no answer", { retriable: true });
    return done;
  };
  expect(await remove(c, { ports: { control: { ...control, deleteTask } } })).toBe(true);
});
