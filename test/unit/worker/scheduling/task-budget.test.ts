import { expect, test } from "vitest";
import { ConnectError } from "../../../../lib/connect/index.ts";
import type { ConnectorItem, TaskStore } from "../../../../lib/ports/index.ts";
import { type TaskBudget, taskBudget } from "../../../../lib/worker/scheduling/task-budget.ts";
import { NOW, type OneConnector, oneConnector } from "./one-connector.ts";

/** How many more tasks may be started. */
function left(budget: TaskBudget): number {
  let count = 0;
  while (count < 1_000 && budget.take()) count++;
  return count;
}

async function budgetOf(
  c: OneConnector,
  limit: number | undefined,
  tasks: Partial<TaskStore> = {},
): Promise<TaskBudget> {
  const other: ConnectorItem = { ...(await c.item()), connector: "other", taskCount: 2 };
  const worker = { ...c.worker, tasks: { ...c.worker.tasks, ...tasks } };
  return taskBudget(worker, [await c.item(), other], { limit, concurrency: 4, deadline: Number.MAX_SAFE_INTEGER });
}

test("is the limit less what is at work", async () => {
  const c = await oneConnector(3);
  await c.lease(0);
  await c.lease(2);
  expect(left(await budgetOf(c, 5))).toBe(3);
});

test("does not count a lease that has expired", async () => {
  const c = await oneConnector(2);
  await c.lease(0, { ms: -1 });
  await c.lease(1);
  expect(left(await budgetOf(c, 5))).toBe(4);
});

test("counts a task at work that its connector no longer has", async () => {
  const c = await oneConnector(2);
  await c.lease(1);
  await c.stop();
  expect(left(await budgetOf(c, 5))).toBe(4);
});

test("is nothing when more are at work than may be", async () => {
  const c = await oneConnector(3);
  for (const task of [0, 1, 2]) await c.lease(task);
  expect(left(await budgetOf(c, 2))).toBe(0);
});

test("has no end and asks nothing without a limit", async () => {
  const c = await oneConnector(1);
  const listTasks = (): Promise<never> => Promise.reject(new ConnectError("not to be asked"));
  expect(left(await budgetOf(c, undefined, { listTasks }))).toBe(1_000);
});

test("takes all tasks of a connector to be at work that can't be listed, and says so", async () => {
  const c = await oneConnector(3);
  await c.lease(0);
  const listTasks: TaskStore["listTasks"] = async (connector) => {
    if (connector === "other") throw new ConnectError("its item is broken");
    return c.worker.tasks.listTasks(connector);
  };
  expect(left(await budgetOf(c, 10, { listTasks }))).toBe(10 - 1 - 2);
  expect(c.log.map(({ message }) => message)).toContainEqual(expect.stringContaining("its item is broken"));
});

test("lists again what was throttled, but not for ever", async () => {
  const c = await oneConnector(3);
  await c.lease(0);
  let refusals = 2;
  const listTasks: TaskStore["listTasks"] = async (connector) => {
    if (refusals-- > 0) throw new ConnectError("throttled", { retriable: true });
    return c.worker.tasks.listTasks(connector);
  };
  expect(left(await budgetOf(c, 10, { listTasks }))).toBe(9);
  let now = NOW;
  const clock = { now: () => now, sleep: async (ms: number) => void (now += ms) };
  const always = {
    listTasks: (): Promise<never> => Promise.reject(new ConnectError("throttled", { retriable: true })),
  };
  await budgetOf({ ...c, worker: { ...c.worker, clock } }, 10, always);
  expect(now - NOW).toBeLessThan(10_000);
});

test("can be given back", async () => {
  const c = await oneConnector(1);
  const budget = await budgetOf(c, 1);
  expect([budget.take(), budget.take()]).toEqual([true, false]);
  budget.giveBack();
  expect([budget.take(), budget.take()]).toEqual([true, false]);
});
