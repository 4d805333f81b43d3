import { describe, expect, test } from "vitest";
import { ConnectError } from "../../../../lib/connect/index.ts";
import type { TaskFailure, TaskInvocation } from "../../../../lib/ports/index.ts";
import { startTasks, type StartedTasks } from "../../../../lib/worker/scheduling/start-tasks.ts";
import { TaskBudget } from "../../../../lib/worker/scheduling/task-budget.ts";
import { NOW, type OneConnector, oneConnector } from "./one-connector.ts";

const NO_LIMIT = 1_000;

const start = async (c: OneConnector, limit = NO_LIMIT, options: Parameters<OneConnector["call"]>[0] = {}) =>
  startTasks(c.call(options), await c.item(), {
    tasks: await c.tasks(),
    budget: new TaskBudget(limit),
    takeover: false,
  });

const failure = (generation: number, retryAt: number | undefined): TaskFailure => ({
  trace: "trace",
  workerId: "w",
  generation,
  sequence: 0,
  failures: 1,
  retryAt,
});

/** A task that has failed, and what is known of it. */
async function fail(c: OneConnector, task: number, retryAt: number | undefined): Promise<void> {
  const lease = await c.lease(task);
  await c.worker.tasks.writeTaskFailure(lease, failure(lease.generation, retryAt));
  await c.worker.tasks.releaseLease(lease);
}

const nothing: StartedTasks = { invoked: [], failed: [], delayed: [], notStarted: [] };

test("starts every task that nobody runs, of this generation, in the connector's own function", async () => {
  const c = await oneConnector(3);
  await c.change({ "sluice.function": "orders-function" });
  await c.lease(1);
  const asked: [TaskInvocation, string | undefined][] = [];
  const invoker = { invoke: async (...args: (typeof asked)[0]) => void asked.push(args) };
  expect(await start(c, NO_LIMIT, { ports: { invoker } })).toEqual({ ...nothing, invoked: [0, 2] });
  expect(asked.toSorted(([a], [b]) => a.task - b.task)).toEqual([
    [{ connector: "c", task: 0, generation: 1 }, "orders-function"],
    [{ connector: "c", task: 2, generation: 1 }, "orders-function"],
  ]);
});

test("to take over starts only those that died or failed", async () => {
  const c = await oneConnector(4);
  await c.lease(1, { ms: -1_000 });
  await c.lease(2, { ms: 30_000 });
  await fail(c, 3, NOW - 1);
  const options = { tasks: await c.tasks(), budget: new TaskBudget(NO_LIMIT) };
  const taken = await startTasks(c.call(), await c.item(), { ...options, takeover: true });
  expect(taken).toEqual({ ...nothing, invoked: [1, 3] });
  const all = await startTasks(c.call(), await c.item(), { ...options, takeover: false });
  expect(all).toEqual({ ...nothing, invoked: [0, 1, 3] });
});

test("starts no task that the connector no longer has", async () => {
  const c = await oneConnector(3);
  const item = { ...(await c.item()), taskCount: 1 };
  const started = await startTasks(c.call(), item, {
    tasks: await c.tasks(),
    budget: new TaskBudget(NO_LIMIT),
    takeover: false,
  });
  expect(started).toEqual({ ...nothing, invoked: [0] });
});

test("a lease counts until it expires", async () => {
  const c = await oneConnector(1);
  await c.lease(0, { ms: 30_000 });
  expect((await start(c, NO_LIMIT, { later: 30_000 })).invoked).toEqual([]);
  expect((await start(c, NO_LIMIT, { later: 30_001 })).invoked).toEqual([0]);
});

describe("a failed task", () => {
  test("is started again when its time has come, not before", async () => {
    const c = await oneConnector(2);
    await fail(c, 0, NOW + 10_000);
    expect(await start(c, NO_LIMIT, { later: 9_999 })).toEqual({
      ...nothing,
      invoked: [1],
      delayed: [0],
      retryAt: NOW + 10_000,
    });
    expect(await start(c, NO_LIMIT, { later: 10_000 })).toEqual({ ...nothing, invoked: [0, 1] });
  });

  test("is never started again when only another configuration mends it", async () => {
    const c = await oneConnector(2);
    await fail(c, 0, undefined);
    expect(await start(c, NO_LIMIT, { later: 86_400_000 })).toEqual({ ...nothing, invoked: [1], failed: [0] });
  });

  test("is started at once in another generation, whose configuration is another", async () => {
    const c = await oneConnector(1);
    await fail(c, 0, undefined);
    const item = { ...(await c.item()), generation: 2 };
    expect(
      await startTasks(c.call(), item, { tasks: await c.tasks(), budget: new TaskBudget(NO_LIMIT), takeover: false }),
    ).toEqual({
      ...nothing,
      invoked: [0],
    });
  });

  test("that has run well since is not held back by what it failed of once", async () => {
    const c = await oneConnector(2);
    await fail(c, 0, undefined);
    await fail(c, 1, undefined);
    const lease = await c.lease(0);
    await c.worker.tasks.writeTaskState(lease, "RUNNING");
    await c.worker.tasks.releaseLease(lease);
    expect(await start(c)).toEqual({ ...nothing, invoked: [0], failed: [1] });
  });

  test("is the only reason to read failures", async () => {
    const c = await oneConnector(2);
    const listFailures = (): Promise<never> => Promise.reject(new ConnectError("not to be asked"));
    expect((await start(c, NO_LIMIT, { ports: { tasks: { ...c.worker.tasks, listFailures } } })).invoked).toEqual([
      0, 1,
    ]);
  });
});

describe("a budget", () => {
  test("lets so many start; the others are delayed", async () => {
    const c = await oneConnector(5);
    const { invoked, delayed } = await start(c, 2);
    expect(invoked).toHaveLength(2);
    expect(new Set([...invoked, ...delayed])).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(c.invoked).toHaveLength(2);
  });

  test("gives each task its turn", async () => {
    const c = await oneConnector(3);
    const draws = [0.1, 0.2, 0.3, 0.9, 0.5, 0.1];
    const random = { next: () => draws.shift() ?? 0 };
    expect((await start(c, 1, { ports: { random } })).invoked).toEqual([0]);
    expect((await start(c, 1, { ports: { random } })).invoked).toEqual([2]);
  });

  test("is not used up by tasks that can't be started", async () => {
    const c = await oneConnector(2);
    const invoke = (): Promise<void> => Promise.reject(new ConnectError("There is no such function"));
    const budget = new TaskBudget(1);
    const ports = { invoker: { invoke } };
    expect(
      (await startTasks(c.call({ ports }), await c.item(), { tasks: await c.tasks(), budget, takeover: false }))
        .invoked,
    ).toEqual([]);
    expect([budget.take(), budget.take()]).toEqual([true, false]);
  });
});

describe("a task that can't be started", () => {
  test("holds no other up, and the log says why", async () => {
    const c = await oneConnector(3);
    const invoke = async ({ task }: TaskInvocation): Promise<void> => {
      if (task === 1) throw new ConnectError("There is no such function");
    };
    const started = await start(c, NO_LIMIT, { ports: { invoker: { invoke } } });
    expect(started).toEqual({ ...nothing, invoked: [0, 2], notStarted: [1] });
    expect(c.log).toContainEqual({
      level: "error",
      message: "Task 1 could not be started: There is no such function",
    });
  });

  test("is tried again while Lambda throttles", async () => {
    const c = await oneConnector(1);
    let refusals = 2;
    const invoke = async (): Promise<void> => {
      if (refusals-- > 0) throw new ConnectError("throttled", { retriable: true });
    };
    expect((await start(c, NO_LIMIT, { ports: { invoker: { invoke } } })).invoked).toEqual([0]);
    expect(refusals).toBe(-1);
  });
});
