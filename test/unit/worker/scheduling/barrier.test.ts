import { describe, expect, test } from "vitest";
import { ConnectError } from "../../../../lib/connect/index.ts";
import type { TaskItem } from "../../../../lib/ports/index.ts";
import { isPassed, moveTasks } from "../../../../lib/worker/scheduling/barrier.ts";
import { type OneConnector, oneConnector } from "./one-connector.ts";

/** The generation after the one whose tasks may be at work: a stop makes one. */
async function nextGeneration(tasks: number): Promise<OneConnector> {
  const c = await oneConnector(tasks);
  await c.lease(1);
  await c.stop();
  return c;
}

const generations = (tasks: readonly TaskItem[]): number[] => tasks.map(({ generation }) => generation);

describe("moving", () => {
  test("takes to the newest generation what nobody holds, and returns every item in order", async () => {
    const c = await nextGeneration(3);
    const { tasks: moved } = await moveTasks(c.call(), await c.item());
    expect(moved.map(({ task }) => task)).toEqual([0, 1, 2]);
    expect(generations(moved)).toEqual([2, 1, 2]);
    expect(await c.tasks()).toEqual(moved);
  });

  test("fences a task at work when its grace is over, not before", async () => {
    const c = await nextGeneration(2);
    const { epoch } = (await c.tasks())[1] ?? { epoch: 0 };
    expect(generations((await moveTasks(c.call({ later: 59_999 }), await c.item())).tasks)).toEqual([2, 1]);
    expect(generations((await moveTasks(c.call({ later: 60_000 }), await c.item())).tasks)).toEqual([2, 2]);
    expect((await c.tasks())[1]).toMatchObject({ owner: undefined, epoch: epoch + 1 });
  });

  test("waits as long as the connector says", async () => {
    const c = await oneConnector(1);
    await c.change({ "sluice.drain.grace.ms": "1000" });
    await c.lease(0);
    await c.stop();
    expect(generations((await moveTasks(c.call({ later: 999 }), await c.item())).tasks)).toEqual([1]);
    expect(generations((await moveTasks(c.call({ later: 1_000 }), await c.item())).tasks)).toEqual([2]);
  });

  test("takes over a task whose lease has expired, whatever its grace", async () => {
    const c = await oneConnector(1);
    await c.change({ "sluice.drain.grace.ms": "3600000" });
    await c.lease(0, { ms: 30_000 });
    await c.stop();
    expect(generations((await moveTasks(c.call({ later: 30_000 }), await c.item())).tasks)).toEqual([1]);
    expect(generations((await moveTasks(c.call({ later: 30_001 }), await c.item())).tasks)).toEqual([2]);
  });

  test("leaves the epoch of a task alone that is of this generation already", async () => {
    const c = await oneConnector(2);
    const before = await c.tasks();
    expect(await moveTasks(c.call({ later: 3_600_000 }), await c.item())).toEqual({ tasks: before, moved: false });
  });

  test("repeats a move whose answer is missing, and takes its refusal for what it is", async () => {
    const c = await oneConnector(1);
    await c.stop();
    const { tasks } = c.worker;
    let lost = 1;
    const moveTask: typeof tasks.moveTask = async (move) => {
      const written = await tasks.moveTask(move);
      if (lost-- > 0) throw new ConnectError("no answer", { retriable: true });
      return written;
    };
    const item = await c.item();
    expect(generations((await moveTasks(c.call({ ports: { tasks: { ...tasks, moveTask } } }), item)).tasks)).toEqual([
      item.generation,
    ]);
  });

  test("has only so many moves of one connector under way", async () => {
    const c = await oneConnector(50);
    await c.stop();
    const { tasks } = c.worker;
    let [underWay, most] = [0, 0];
    const moveTask: typeof tasks.moveTask = async (move) => {
      most = Math.max(most, ++underWay);
      const written = await tasks.moveTask(move);
      underWay--;
      return written;
    };
    const { tasks: moved } = await moveTasks(c.call({ ports: { tasks: { ...tasks, moveTask } } }), await c.item());
    expect(new Set(generations(moved))).toEqual(new Set([2]));
    expect(most).toBe(8);
  });

  test("leaves nothing under way when one move fails", async () => {
    const c = await oneConnector(3);
    await c.stop();
    const { tasks } = c.worker;
    let ended = 0;
    const moveTask: typeof tasks.moveTask = async (move) => {
      if (move.task === 0) throw new ConnectError("no");
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      ended++;
      return tasks.moveTask(move);
    };
    await expect(moveTasks(c.call({ ports: { tasks: { ...tasks, moveTask } } }), await c.item())).rejects.toThrow("no");
    expect(ended).toBe(2);
  });
});

describe("the barrier", () => {
  const item = (task: number, generation: number): TaskItem => ({
    task,
    generation,
    epoch: 1,
    owner: undefined,
    expiresAt: undefined,
    sequence: 0,
    state: undefined,
    progress: undefined,
  });

  test.each([
    ["all are there and of this generation", true, [item(0, 5), item(1, 5)]],
    ["one is of a newer generation, which another scheduler has begun", true, [item(0, 5), item(1, 6)]],
    ["one is behind", false, [item(0, 5), item(1, 4)]],
    ["one has never been moved", false, [item(0, 5), item(1, 0)]],
    ["one is missing", false, [item(0, 5)]],
    ["one is missing and one is more than are needed", false, [item(0, 5), item(2, 5)]],
    ["one that is no longer needed is behind", false, [item(0, 5), item(1, 5), item(2, 4)]],
    ["one that is no longer needed was moved as well", true, [item(0, 5), item(1, 5), item(2, 5)]],
  ])("%s: %s", async (_, passed, tasks) => {
    const c = await oneConnector(2);
    expect(isPassed({ ...(await c.item()), generation: 5, taskCount: 2 }, tasks)).toBe(passed);
  });
});
