import { describe, expect, test } from "vitest";
import { ConnectError } from "../../../lib/connect/index.ts";
import type { TaskInvocation } from "../../../lib/ports/index.ts";
import { continueTask } from "../../../lib/worker/continue-task.ts";
import type { TaskOutcome } from "../../../lib/worker/supervise-task.ts";
import type { Worker } from "../../../lib/worker/index.ts";
import { scriptedConnector } from "../../support/scripted-connector.ts";
import { createTestWorker } from "../../support/test-worker.ts";

const NOW = 1_800_000_000_000;
const lease = { connector: "c", task: 2, generation: 5, owner: "o", epoch: 9 };
const configs = { config: { "sluice.function": "orders-function" }, tasks: [] };

/** What is started and asked for when a task has ended like that. */
async function after(
  outcome: TaskOutcome["outcome"],
  { moved = true, ports = {}, ...ended }: { moved?: boolean; ports?: Partial<Worker>; retryAt?: number } = {},
) {
  const t = createTestWorker([scriptedConnector({ poll: () => null })]);
  const started: [TaskInvocation, string | undefined][] = [];
  const invoker = { invoke: async (...args: (typeof started)[0]) => void started.push(args) };
  const clock = { ...t.worker.clock, now: () => NOW };
  const worker = { ...t.worker, invoker, clock, ...ports };
  await continueTask(worker, lease, configs, { outcome, records: 1, bytes: 1, moved, ...ended });
  return { started, asked: t.asked, log: t.log };
}

test("a task whose time was up goes on by itself, in the same generation and function", async () => {
  const { started, asked } = await after("out of time");
  expect(started).toEqual([[{ connector: "c", task: 2, generation: 5 }, "orders-function"]]);
  expect(asked).toEqual([]);
});

test("a task whose time was up leaves it to the ticks whose turn it is where the number at work is limited", async () => {
  const config = { "sluice.max.concurrent.tasks": "5" };
  expect(await after("out of time", { ports: { config } })).toMatchObject({ started: [], asked: [] });
});

test("a task whose time was up without getting anywhere does not: it would run in a circle", async () => {
  expect(await after("out of time", { moved: false })).toMatchObject({ started: [], asked: [] });
});

test.each(["new generation", "stopped", "paused"] as const)(
  "a task that made way (%s) asks for a tick, moved or not",
  async (end) => {
    for (const moved of [true, false]) {
      const { started, asked } = await after(end, { moved });
      expect(started).toEqual([]);
      expect(asked).toEqual([{ connectors: ["c"], delayMs: undefined }]);
    }
  },
);

test.each(["drained", "failed", "lease lost"] as const)(
  "a task that ended otherwise (%s) does neither",
  async (end) => {
    expect(await after(end)).toMatchObject({ started: [], asked: [] });
  },
);

describe("a failed task", () => {
  test.each([
    [10_000, 10_000],
    [900_000, 900_000],
    [-5, 0],
  ])("that may be tried again in %i ms asks for a tick in %i ms", async (later, delayMs) => {
    const { started, asked } = await after("failed", { retryAt: NOW + later });
    expect(asked).toEqual([{ connectors: ["c"], takeover: true, delayMs }]);
    expect(started).toEqual([]);
  });

  test("that waits longer than a tick can be asked for is left to the schedule", async () => {
    expect(await after("failed", { retryAt: NOW + 900_001 })).toMatchObject({ started: [], asked: [], log: [] });
  });
});

describe("when nobody can be told, the end of the task stays good and the log says so:", () => {
  const refuse = { invoke: () => Promise.reject(new ConnectError("throttled", { retriable: true })) };
  const warning = { level: "warn", message: "The next tick will go on with the task: throttled" };

  test("its own next start", async () => {
    expect((await after("out of time", { ports: { invoker: refuse } })).log).toEqual([warning]);
  });

  test("a tick", async () => {
    expect((await after("stopped", { ports: { ticks: refuse } })).log).toEqual([warning]);
  });
});
