import { describe, expect, test } from "vitest";
import { ConnectError, type SourceConnectorContext, type SourceConnector } from "../../../../lib/connect/index.ts";
import type { Worker } from "../../../../lib/worker/index.ts";
import { computePlan } from "../../../../lib/worker/scheduling/compute-plan.ts";
import { scriptedConnector } from "../../../support/scripted-connector.ts";
import { createTestWorker, type TestWorker } from "../../../support/test-worker.ts";

const LONG = 30_000;
const config = { name: "c", "connector.class": "Scripted", "tasks.max": "2" };

/** A worker whose only connector is this one. */
function workerOf(source: Partial<SourceConnector>): TestWorker {
  const connector = { start: () => undefined, taskConfigs: () => [], stop: () => undefined, ...source };
  const plugin = scriptedConnector({ poll: () => null });
  const load = async () => ({ ...(await plugin.load()), createConnector: () => connector });
  return createTestWorker([{ ...plugin, load }]);
}

const hashOf = async (worker: Worker, props: Readonly<Record<string, string>>): Promise<string> =>
  (await computePlan(worker, { connector: "c", config: props }, LONG)).hash;

test("starts the connector, asks it for at most tasks.max configurations, and stops it", async () => {
  const calls: unknown[] = [];
  const { worker } = workerOf({
    start: (props) => void calls.push(["start", props]),
    taskConfigs: (most) => {
      calls.push(["taskConfigs", most]);
      return [{ a: "1" }, { a: "2" }];
    },
    stop: () => void calls.push(["stop"]),
  });
  const { tasks, config: planned } = await computePlan(worker, { connector: "c", config }, LONG);
  expect(tasks).toEqual([{ a: "1" }, { a: "2" }]);
  expect(planned).toEqual(config);
  expect(calls).toEqual([["start", config], ["taskConfigs", 2], ["stop"]]);
});

test("lets the connector read its offsets", async () => {
  const read: unknown[] = [];
  const { worker } = workerOf({
    start: async (_props: unknown, context: SourceConnectorContext) =>
      void read.push(await context.offsets.offset({ source: "p" })),
  });
  const offsets = new Map([['{"source":"p"}', '{"position":7}']]);
  const tasks = { ...worker.tasks, readOffsets: async () => offsets };
  await computePlan({ ...worker, tasks }, { connector: "c", config }, LONG);
  expect(read).toEqual([{ position: 7n }]);
});

test.each(["start", "taskConfigs"] as const)(
  "a connector whose %s fails is stopped, and its own error thrown",
  async (method) => {
    let stopped = 0;
    const { worker } = workerOf({
      [method]: () => {
        throw new ConnectError("The database is away");
      },
      stop: () => void stopped++,
    });
    await expect(computePlan(worker, { connector: "c", config }, LONG)).rejects.toThrow("The database is away");
    expect(stopped).toBe(1);
  },
);

test("a connector that can't be stopped has a plan all the same, and the log says so", async () => {
  const { worker, log } = workerOf({ stop: () => Promise.reject(new ConnectError("busy")) });
  expect((await computePlan(worker, { connector: "c", config }, LONG)).tasks).toEqual([]);
  expect(log).toContainEqual({ level: "warn", message: "SourceConnector.stop failed: busy" });
});

test("an invalid configuration is refused before the connector starts", async () => {
  const { worker } = workerOf({
    start: () => {
      throw new Error("not to be started");
    },
  });
  const refused = computePlan(worker, { connector: "c", config: { ...config, limit: "many" } }, LONG);
  await expect(refused).rejects.toThrow(/^Connector c: Invalid value many for configuration limit/);
});

test("one that hangs is told to end, and the error says how long it was given", async () => {
  let signal: AbortSignal | undefined;
  const { worker } = workerOf({
    start: (_props: unknown, context: SourceConnectorContext) => {
      ({ signal } = context);
      return new Promise<void>(() => undefined);
    },
  });
  const planning = computePlan(worker, { connector: "c", config }, 20);
  await expect(planning).rejects.toThrow("Connector c took more than 1 s to list its tasks");
  expect(signal?.aborted).toBe(true);
});

describe("the hash", () => {
  const tasks = [{ a: "1", b: "2" }];
  const { worker } = workerOf({ taskConfigs: () => tasks });

  test("is the same whatever the order of the keys", async () => {
    const turned = workerOf({ taskConfigs: () => [{ b: "2", a: "1" }] });
    const other = Object.fromEntries(Object.entries(config).toReversed());
    expect(await hashOf(turned.worker, other)).toBe(await hashOf(worker, config));
  });

  test.each<[string, () => Promise<string>]>([
    ["the connector's configuration", () => hashOf(worker, { ...config, limit: "2" })],
    ["a task's", () => hashOf(workerOf({ taskConfigs: () => [{ a: "1", b: "3" }] }).worker, config)],
    ["the number of tasks", () => hashOf(workerOf({ taskConfigs: () => [...tasks, ...tasks] }).worker, config)],
    ["the worker's", () => hashOf({ ...worker, config: { ...worker.config, "producer.acks": "all" } }, config)],
  ])("is another one with %s", async (_, other) => {
    expect(await other()).not.toBe(await hashOf(worker, config));
  });

  test("tells apart which task has what", async () => {
    const one = workerOf({ taskConfigs: () => [{ a: "1" }, { b: "2" }] });
    const two = workerOf({ taskConfigs: () => [{ b: "2" }, { a: "1" }] });
    expect(await hashOf(one.worker, config)).not.toBe(await hashOf(two.worker, config));
  });
});
