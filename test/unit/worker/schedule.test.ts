import { describe, expect, test } from "vitest";
import { ConnectError, groupPartitions } from "../../../lib/connect/index.ts";
import { tick } from "../../../lib/worker/index.ts";
import { scriptedConnector } from "../../support/scripted-connector.ts";
import { createTestWorker, type TestWorker } from "../../support/test-worker.ts";

/** A connector over a list of tables that a test may change. */
function tables(list: string[]) {
  const state = { list, fail: undefined as Error | undefined };
  const plugin = scriptedConnector({
    poll: () => null,
    taskConfigs(config, maxTasks) {
      if (state.fail) throw state.fail;
      const groups = groupPartitions(state.list, Math.min(state.list.length, maxTasks));
      return groups.map((group) => ({ ...stringsOf(config), tables: group.join(",") }));
    },
  });
  return { state, t: createTestWorker([plugin]) };
}

const stringsOf = (config: object): Record<string, string> =>
  Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)]));

async function itemOf(t: TestWorker) {
  const item = await t.worker.control.readConnector("c");
  if (!item) throw new Error("no item");
  return item;
}

test("a tick plans, makes the task items and invokes one task a group", async () => {
  const { t } = tables(["a", "b", "c", "d"]);
  await t.create({ "tasks.max": "3" });
  expect(t.invoked.map(({ task, generation }) => `${task} of ${generation}`).toSorted()).toEqual([
    "0 of 1",
    "1 of 1",
    "2 of 1",
  ]);
  const configs = await t.worker.control.readTaskConfigs("c", 1);
  expect(configs?.tasks.map((task) => task["tables"])).toEqual(["a,b", "c", "d"]);
});

test("a tick without news keeps the generation and invokes again", async () => {
  const { t } = tables(["a", "b"]);
  await t.create({ "tasks.max": "2" });
  const [result] = await tick(t.worker);
  expect(result).toMatchObject({ outcome: "invoked", generation: 1, invoked: [0, 1] });
});

test("a task at work is left alone", async () => {
  const { t } = tables(["a", "b"]);
  await t.create({ "tasks.max": "2" });
  const now = t.worker.clock.now();
  await t.worker.tasks.acquireLease({
    connector: "c",
    task: 1,
    generation: 1,
    owner: "o",
    now,
    expiresAt: now + 60_000,
  });
  expect((await tick(t.worker))[0]).toMatchObject({ invoked: [0], running: 1 });
});

test("a dead task is taken over once its lease has expired", async () => {
  const { t } = tables(["a"]);
  await t.create();
  const now = t.worker.clock.now();
  await t.worker.tasks.acquireLease({ connector: "c", task: 0, generation: 1, owner: "o", now, expiresAt: now - 1 });
  expect((await tick(t.worker))[0]).toMatchObject({ invoked: [0] });
});

describe("the barrier", () => {
  test("no task of a new generation starts while one of an older generation is at work", async () => {
    const { state, t } = tables(["a", "b"]);
    await t.create({ "tasks.max": "2" });
    const now = t.worker.clock.now();
    const lease = { connector: "c", task: 1, generation: 1, owner: "o", now, expiresAt: now + 60_000 };
    const { item } = await t.worker.tasks.acquireLease(lease);
    state.list = ["a", "b", "c"];
    t.invoked.length = 0;
    expect((await tick(t.worker))[0]).toMatchObject({ outcome: "waiting", generation: 2 });
    expect(t.invoked).toEqual([]);
    await t.worker.tasks.releaseLease({ ...lease, epoch: item?.epoch ?? 0 });
    expect((await tick(t.worker))[0]).toMatchObject({ outcome: "invoked", generation: 2, invoked: [0, 1] });
  });

  test("also for tasks that the new generation no longer has", async () => {
    const { t } = tables(["a", "b"]);
    await t.create({ "tasks.max": "2" });
    const now = t.worker.clock.now();
    await t.worker.tasks.acquireLease({
      connector: "c",
      task: 1,
      generation: 1,
      owner: "o",
      now,
      expiresAt: now + 60_000,
    });
    const item = await itemOf(t);
    await t.worker.control.changeConnector(item, { config: { ...item.config, "tasks.max": "1" } });
    expect((await tick(t.worker))[0]).toMatchObject({ outcome: "waiting" });
  });
});

describe("a connector that fails", () => {
  test("says why in its status and harms no other", async () => {
    const { state, t } = tables(["a"]);
    state.fail = new ConnectError("The database is away");
    await t.create();
    const other = { name: "d", "connector.class": "Missing" };
    await t.worker.control.createConnector({ connector: "d", uid: "v", config: other, targetState: "RUNNING" });
    const results = await tick(t.worker);
    expect(results.map(({ outcome }) => outcome)).toEqual(["failed", "failed"]);
    expect(await t.worker.control.readConnectorStatus("c")).toMatchObject({ state: "FAILED" });
    expect((await t.worker.control.readConnectorStatus("c"))?.trace).toContain("The database is away");
    expect((await t.worker.control.readConnectorStatus("d"))?.trace).toContain("did you mean");
    state.fail = undefined;
    await tick(t.worker);
    expect(await t.worker.control.readConnectorStatus("c")).toMatchObject({ state: "RUNNING" });
  });

  test("lets the tasks of its last plan go on", async () => {
    const { state, t } = tables(["a"]);
    await t.create();
    state.fail = new ConnectError("The database is away");
    expect((await tick(t.worker))[0]).toMatchObject({ outcome: "invoked", invoked: [0] });
  });

  test("with more tasks than tasks.max is refused, or only warned about", async () => {
    const plugin = scriptedConnector({ poll: () => null, taskConfigs: () => [{}, {}] });
    const t = createTestWorker([plugin]);
    await t.create();
    expect((await t.worker.control.readConnectorStatus("c"))?.trace).toContain("made 2 tasks, but tasks.max is 1");
    const lenient = createTestWorker([plugin]);
    await lenient.create({ "tasks.max.enforce": "false" });
    expect(lenient.invoked).toHaveLength(2);
  });
});

test("a tick whose time is over leaves the rest to the next one", async () => {
  const { t } = tables(["a"]);
  await t.create();
  expect((await tick(t.worker, { deadline: t.worker.clock.now() }))[0]).toMatchObject({ outcome: "out of time" });
});

test("a scheduler that was slower than another waits for the next tick", async () => {
  const { state, t } = tables(["a"]);
  await t.create();
  state.list = ["a", "b"];
  const { control } = t.worker;
  const slower = t.rewired({ control: { ...control, publishPlan: async () => false } });
  expect((await tick(slower.worker))[0]).toMatchObject({ outcome: "waiting", generation: 1 });
});

test("a status that can't be written holds no task up", async () => {
  const { t } = tables(["a"]);
  const { control } = t.worker;
  const readConnectorStatus = (): Promise<never> => Promise.reject(new ConnectError("throttled", { retriable: true }));
  await t.rewired({ control: { ...control, readConnectorStatus } }).create();
  expect(t.invoked).toHaveLength(1);
});

test.each(["PAUSED", "STOPPED"] as const)("a connector that is %s invokes nothing", async (state) => {
  const { t } = tables(["a"]);
  await t.create();
  t.invoked.length = 0;
  const item = await itemOf(t);
  if (state === "PAUSED") await t.worker.control.changeConnector(item, { targetState: "PAUSED" });
  else await t.worker.control.stopConnector(item, { now: 0 });
  expect((await tick(t.worker))[0]).toMatchObject({ outcome: "not running" });
  expect(t.invoked).toEqual([]);
  expect(await t.worker.control.readConnectorStatus("c")).toMatchObject({ state });
});

test("a tick asks for the looks between it and the next one", async () => {
  const { t } = tables(["a"]);
  await t.create();
  await tick(t.worker, { lookAgainMs: [20_000, 40_000] });
  expect(t.asked).toEqual([{ connectors: ["c"], takeover: true, delayMs: expect.any(Number) }]);
  expect(t.asked[0]?.delayMs).toBeLessThanOrEqual(40_000);
  expect(t.asked[0]?.delayMs).toBeGreaterThan(30_000);
});

test("a tick that only takes over starts every task once it has moved the last one", async () => {
  const { state, t } = tables(["a"]);
  await t.create({ "tasks.max": "2" });
  expect(await tick(t.worker, { takeover: true })).toMatchObject([{ outcome: "invoked", invoked: [] }]);
  state.list = ["a", "b"];
  expect(await tick(t.worker, { takeover: true })).toMatchObject([{ generation: 2, invoked: [0, 1] }]);
});

test("a tick of some connectors leaves the others alone", async () => {
  const { t } = tables(["a"]);
  await t.create();
  const config = { name: "d", "connector.class": "Scripted" };
  await t.worker.control.createConnector({ connector: "d", uid: "v", config, targetState: "RUNNING" });
  t.invoked.length = 0;
  expect(await tick(t.worker, { connectors: ["d", "nobody"] })).toMatchObject([{ connector: "d", invoked: [0] }]);
  expect(t.invoked).toEqual([{ connector: "d", task: 0, generation: 1 }]);
});

test("a tick that does not plan anew plans only what has no plan", async () => {
  const { state, t } = tables(["a"]);
  await t.create({ "tasks.max": "2" });
  state.list = ["a", "b"];
  expect(await tick(t.worker, { replan: false })).toMatchObject([{ generation: 1, invoked: [0] }]);
  const item = await itemOf(t);
  await t.worker.control.changeConnector(item, { config: { ...item.config, "tasks.max": "3" } });
  expect(await tick(t.worker, { replan: false })).toMatchObject([{ generation: 2, invoked: [0, 1] }]);
});

test("a deleted connector is taken away by ticks, and is then listed no more", async () => {
  const { t } = tables(["a"]);
  await t.create();
  const now = t.worker.clock.now();
  const lease = { connector: "c", task: 0, generation: 1, owner: "o", now, expiresAt: now + 60_000 };
  const { item } = await t.worker.tasks.acquireLease(lease);
  await t.worker.control.stopConnector(await itemOf(t), { now, delete: true });
  expect(await tick(t.worker)).toMatchObject([{ outcome: "waiting", invoked: [] }]);
  await t.worker.tasks.releaseLease({ ...lease, epoch: item?.epoch ?? 0 });
  expect(await tick(t.worker)).toMatchObject([{ outcome: "not running" }]);
  expect(await t.worker.tasks.listTasks("c")).toEqual([]);
  expect(await tick(t.worker)).toEqual([]);
});

test("a stopped connector's tasks are moved, so that none can write any more; a paused one's stay as they are", async () => {
  const { t } = tables(["a"]);
  await t.create();
  await t.worker.control.changeConnector(await itemOf(t), { targetState: "PAUSED" });
  await tick(t.worker);
  expect(await t.worker.tasks.listTasks("c")).toMatchObject([{ generation: 1, epoch: 1 }]);
  await t.worker.control.stopConnector(await itemOf(t), { now: 0 });
  await tick(t.worker);
  expect(await t.worker.tasks.listTasks("c")).toMatchObject([{ generation: 2, epoch: 2 }]);
});

test("no more tasks than sluice.max.concurrent.tasks are at work, those of other connectors included", async () => {
  const { t } = tables(["a", "b", "c"]);
  await t.create({ "tasks.max": "3" });
  const now = t.worker.clock.now();
  const lease = { connector: "c", task: 2, generation: 1, owner: "o", now, expiresAt: now + 60_000 };
  await t.worker.tasks.acquireLease(lease);
  const config = { ...t.worker.config, "sluice.max.concurrent.tasks": "2" };
  const other = { name: "d", "connector.class": "Scripted", "tasks.max": "3" };
  await t.worker.control.createConnector({ connector: "d", uid: "v", config: other, targetState: "RUNNING" });
  const [scheduled] = await tick({ ...t.worker, config }, { connectors: ["d"] });
  expect(scheduled?.invoked).toHaveLength(1);
  expect(scheduled?.delayed).toHaveLength(2);
});

test("connectors that can't be listed are an error", async () => {
  const { t } = tables(["a"]);
  const control = { ...t.worker.control, listConnectors: () => Promise.reject(new ConnectError("denied")) };
  await expect(tick({ ...t.worker, control })).rejects.toThrow("denied");
});

test("a connector whose tasks can't be listed fails alone", async () => {
  const { t } = tables(["a"]);
  await t.create();
  const config = { name: "d", "connector.class": "Scripted" };
  await t.worker.control.createConnector({ connector: "d", uid: "v", config, targetState: "RUNNING" });
  const { tasks } = t.worker;
  const listTasks: typeof tasks.listTasks = async (connector) => {
    if (connector === "c") throw new ConnectError("its item is broken");
    return tasks.listTasks(connector);
  };
  const results = await tick({ ...t.worker, tasks: { ...tasks, listTasks } });
  expect(Object.fromEntries(results.map(({ connector, outcome }) => [connector, outcome]))).toEqual({
    c: "failed",
    d: "invoked",
  });
});
