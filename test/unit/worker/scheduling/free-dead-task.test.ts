import { describe, expect, test } from "vitest";
import { ConnectError } from "../../../../lib/connect/index.ts";
import type { TaskStore } from "../../../../lib/ports/index.ts";
import type { Worker } from "../../../../lib/worker/index.ts";
import { freeDeadTask } from "../../../../lib/worker/scheduling/free-dead-task.ts";
import { NOW, type OneConnector, oneConnector } from "./one-connector.ts";

const dead = { connector: "c", task: 1, requestId: "r1", error: "its invocation was ended by Lambda: out of memory" };

const free = (c: OneConnector, ports: Partial<Worker> = {}) => freeDeadTask({ ...c.worker, ...ports }, dead);

/** A connector whose second task is at work for that request. */
async function atWork(requestId = "r1"): Promise<OneConnector> {
  const c = await oneConnector(2);
  await c.lease(0, { owner: "r1:4567" });
  await c.lease(1, { owner: `${requestId}:0123` });
  return c;
}

const failure = async ({ worker }: OneConnector) => (await worker.tasks.listFailures("c")).get(1);

describe("the lease of a dead request", () => {
  test("is freed, and the task's trace says what killed it", async () => {
    const c = await atWork();
    const [, before] = await c.tasks();
    expect(await free(c)).toBe(true);
    const [other, freed] = await c.tasks();
    expect(freed).toMatchObject({ owner: undefined, epoch: (before?.epoch ?? 0) + 1, state: "FAILED" });
    expect(other?.owner).toBe("r1:4567");
    expect(await failure(c)).toMatchObject({ trace: dead.error, workerId: "r1", failures: 1, generation: 1 });
  });

  test("may be taken at once the first time, and later after a second death in a row", async () => {
    const c = await atWork();
    await free(c);
    expect((await failure(c))?.retryAt).toBe(NOW);
    await c.lease(1, { owner: "r1:8901" });
    await free(c);
    expect(await failure(c)).toMatchObject({ failures: 2 });
    const wait = ((await failure(c))?.retryAt ?? 0) - NOW;
    expect(wait).toBeGreaterThanOrEqual(8_000);
    expect(wait).toBeLessThanOrEqual(12_000);
  });

  test("waits as long as the connector says", async () => {
    const c = await atWork();
    await c.change({ "sluice.restart.backoff.ms": "1000000", "sluice.restart.backoff.max.ms": "1000000" });
    await free(c);
    await c.lease(1, { owner: "r1:8901" });
    await free(c);
    expect(((await failure(c))?.retryAt ?? 0) - NOW).toBeGreaterThanOrEqual(800_000);
  });
});

describe("a request that died after its task had failed for good", () => {
  const forGood = { trace: "No such table", workerId: "w", sequence: 0, failures: 1, retryAt: undefined };

  test("leaves that failure: to try it again would change nothing", async () => {
    const c = await atWork();
    const lease = { connector: "c", task: 1, generation: 1, owner: "r1:0123", epoch: (await c.tasks())[1]?.epoch ?? 0 };
    await c.worker.tasks.writeTaskFailure(lease, { ...forGood, generation: 1 });
    expect(await free(c)).toBe(true);
    expect((await c.tasks())[1]?.owner).toBe(undefined);
    expect(await failure(c)).toEqual({ ...forGood, generation: 1 });
  });

  test("does not, when the failure is of another generation or the task has run well since", async () => {
    for (const { generation, state } of [{ generation: 0 }, { generation: 1, state: "RUNNING" as const }]) {
      const c = await atWork();
      const epoch = (await c.tasks())[1]?.epoch ?? 0;
      const lease = { connector: "c", task: 1, generation: 1, owner: "r1:0123", epoch };
      await c.worker.tasks.writeTaskFailure(lease, { ...forGood, generation });
      if (state) await c.worker.tasks.writeTaskState(lease, state);
      expect(await free(c)).toBe(true);
      expect(await failure(c)).toMatchObject({ trace: dead.error, retryAt: expect.any(Number) });
    }
  });
});

describe("nothing is freed", () => {
  const unchanged = async (c: OneConnector): Promise<void> => {
    const before = await c.tasks();
    expect(await free(c)).toBe(false);
    expect(await c.tasks()).toEqual(before);
    expect(await failure(c)).toBe(undefined);
  };

  test("when somebody else holds the task", async () => unchanged(await atWork("r2")));

  test("when the request's id only begins like the owner's", async () => unchanged(await atWork("r11")));

  test("when nobody holds the task", async () => unchanged(await oneConnector(2)));

  test("when there is no such task", async () => unchanged(await oneConnector(1)));

  test("when a successor came between look and write", async () => {
    const c = await atWork();
    const { tasks } = c.worker;
    const freeLease: TaskStore["freeLease"] = async (connector, read, why) => {
      await tasks.releaseLease({ connector, task: 1, generation: 1, owner: read.owner ?? "", epoch: read.epoch });
      await c.lease(1, { owner: "r2:0123" });
      return tasks.freeLease(connector, read, why);
    };
    expect(await free(c, { tasks: { ...tasks, freeLease } })).toBe(false);
    expect((await c.tasks())[1]?.owner).toBe("r2:0123");
  });
});

test("it counts as freed when only the answer was lost", async () => {
  const c = await atWork();
  const { tasks } = c.worker;
  let lost = 1;
  const freeLease: TaskStore["freeLease"] = async (...args) => {
    const written = await tasks.freeLease(...args);
    if (lost-- > 0) throw new ConnectError("no answer", { retriable: true });
    return written;
  };
  expect(await free(c, { tasks: { ...tasks, freeLease } })).toBe(true);
});

test("a store that can't be reached is an error: the message has to be delivered again", async () => {
  const c = await atWork();
  const listTasks = (): Promise<never> => Promise.reject(new ConnectError("denied"));
  await expect(free(c, { tasks: { ...c.worker.tasks, listTasks } })).rejects.toThrow("denied");
});
