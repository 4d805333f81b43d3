import { expect, test } from "vitest";
import { createInProcessTaskInvoker } from "../../../../lib/adapters/in-process/task-invoker.ts";

const invocation = (task: number) => ({ connector: "orders", task, generation: 1 });

test("starts the run and does not wait for its end", async () => {
  const end = Promise.withResolvers<void>();
  const started: number[] = [];
  const invoker = createInProcessTaskInvoker(async ({ task }) => {
    started.push(task);
    await end.promise;
  });
  await invoker.invoke(invocation(0));
  await invoker.invoke(invocation(1));
  expect(started).toEqual([0, 1]);
  let settled = false;
  const all = invoker.settled().then(() => (settled = true));
  await Promise.resolve();
  expect(settled).toBe(false);
  end.resolve();
  await all;
});

test("has settled only when the runs that others started have ended too", async () => {
  const ended = new Set<number>();
  const invoker = createInProcessTaskInvoker(async ({ task }) => {
    await Promise.resolve();
    if (task < 3) await invoker.invoke(invocation(task + 1));
    ended.add(task);
  });
  await invoker.settled();
  await invoker.invoke(invocation(0));
  await invoker.settled();
  expect(ended).toEqual(new Set([0, 1, 2, 3]));
});

test("tells what a run threw once all have ended", async () => {
  let ended = false;
  const invoker = createInProcessTaskInvoker(async ({ task }) => {
    if (task === 0) throw new Error("no");
    await Promise.resolve();
    ended = true;
  });
  await invoker.invoke(invocation(0));
  await invoker.invoke(invocation(1));
  await expect(invoker.settled()).rejects.toThrow("no");
  expect(ended).toBe(true);
  await expect(invoker.settled()).resolves.toBeUndefined();
});
