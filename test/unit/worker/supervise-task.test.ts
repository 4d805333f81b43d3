import { describe, expect, test } from "vitest";
import { ConnectError } from "../../../lib/connect/index.ts";
import type { TaskStore, TaskWrite, TransactionWrite } from "../../../lib/ports/index.ts";
import { scriptedConnector, type Script, textRecords } from "../../support/scripted-connector.ts";
import { createTestWorker, type TestWorker } from "../../support/test-worker.ts";

const P = '{"source":"p"}';
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Three records, then what the test says. */
const thenPoll =
  (next: Script["poll"]): Script["poll"] =>
  (n, context) =>
    n === 0 ? textRecords(0, 3) : next(n, context);

/** The same worker with some of its task store's methods replaced. */
function withTasks(t: TestWorker, replace: (tasks: TaskStore) => Partial<TaskStore>): TestWorker {
  const { tasks } = t.worker;
  return t.rewired({ tasks: { ...tasks, ...replace(tasks) } });
}

/** Throws a retriable error at the first call, before or after the write took effect. */
function failingOnce<A extends unknown[], R>(write: (...args: A) => Promise<R>, tookEffect: boolean) {
  let calls = 0;
  return async (...args: A): Promise<R> => {
    if (calls++ > 0) return write(...args);
    if (tookEffect) await write(...args);
    throw new ConnectError("TransactionConflict", { retriable: true });
  };
}

test("one conflict on the FAILED write costs neither the last checkpoint nor the status", async () => {
  const poll = thenPoll(() => {
    throw new ConnectError("broken");
  });
  const t = withTasks(createTestWorker([scriptedConnector({ poll })]), (tasks) => {
    return {
      writeTaskFailure: failingOnce<Parameters<TaskStore["writeTaskFailure"]>, TransactionWrite>(
        (...args) => tasks.writeTaskFailure(...args),
        false,
      ),
    };
  });
  await t.create();
  expect(await t.run()).toMatchObject({ outcome: "failed", records: 3 });
  expect(await t.offsets()).toEqual({ [P]: '{"position":2}' });
  expect((await t.worker.tasks.listTasks("c"))[0]).toMatchObject({ state: "FAILED", owner: undefined });
});

test("a FAILED write that never succeeds still leaves the checkpoint and a free lease", async () => {
  const poll = thenPoll(() => {
    throw new ConnectError("broken");
  });
  const t = withTasks(createTestWorker([scriptedConnector({ poll })]), () => ({
    writeTaskFailure: async () => {
      throw new ConnectError("no such table");
    },
  }));
  await t.create();
  expect(await t.run()).toMatchObject({ outcome: "failed" });
  expect(await t.offsets()).toEqual({ [P]: '{"position":2}' });
  expect((await t.worker.tasks.listTasks("c"))[0]?.owner).toBeUndefined();
});

test("a lost answer to the release is no lost lease", async () => {
  const t = withTasks(createTestWorker([scriptedConnector({ poll: () => null })]), (tasks) => ({
    releaseLease: failingOnce<Parameters<TaskStore["releaseLease"]>, TaskWrite>(
      (lease) => tasks.releaseLease(lease),
      true,
    ),
  }));
  await t.create();
  expect(await t.run()).toMatchObject({ outcome: "drained" });
});

test("a lost answer to the last checkpoint is no lost lease", async () => {
  const t = withTasks(createTestWorker([scriptedConnector({ poll: thenPoll(() => null) })]), (tasks) => ({
    checkpoint: failingOnce<Parameters<TaskStore["checkpoint"]>, TransactionWrite>(
      (write) => tasks.checkpoint(write),
      true,
    ),
  }));
  await t.create();
  expect(await t.run()).toMatchObject({ outcome: "drained" });
  expect(await t.offsets()).toEqual({ [P]: '{"position":2}' });
});

test("checkpoints while a poll takes its time", async () => {
  const poll = thenPoll(async (n, { clock, signal }) => {
    if (n === 1) await clock.sleep(200, signal);
    return null;
  });
  const t = createTestWorker([scriptedConnector({ poll })]);
  await t.create({ "sluice.checkpoint.interval.ms": "20" });
  const running = t.run();
  await sleep(100);
  expect(await t.offsets()).toEqual({ [P]: '{"position":2}' });
  expect(await running).toMatchObject({ outcome: "drained" });
});

test("keeps a lease that is shorter than a poll takes", async () => {
  const poll = thenPoll(async (n, { clock, signal }) => {
    if (n === 1) await clock.sleep(1_400, signal);
    return null;
  });
  const t = createTestWorker([scriptedConnector({ poll })]);
  const short = { "sluice.lease.ms": "1000", "sluice.heartbeat.ms": "200", "sluice.checkpoint.interval.ms": "20" };
  await t.create(short);
  const running = t.run();
  await sleep(1_300);
  const now = t.worker.clock.now();
  expect((await t.worker.tasks.listTasks("c"))[0]?.expiresAt).toBeGreaterThan(now + 500);
  expect(await running).toMatchObject({ outcome: "drained" });
});

describe("the end of a run", () => {
  test("waits for the task's answer to every record, then commits", async () => {
    const order: string[] = [];
    const t = createTestWorker([
      scriptedConnector({
        poll: thenPoll(() => null),
        calls: order,
        async commitRecord({ value }) {
          await sleep(10);
          order.push(String(value));
        },
      }),
    ]);
    await t.create();
    await t.run();
    expect(order).toEqual(["start", "0", "1", "2", "commit", "stop"]);
  });

  test("closes the producer before the source, and a source that hangs holds it up no longer than a limit", async () => {
    const closed: string[] = [];
    const t = createTestWorker([
      scriptedConnector({ poll: thenPoll(() => null), stop: async () => void closed.push("source") }),
    ]);
    const watched = t.rewired({
      openKafka: () => ({
        ...t.kafka,
        createProducer: () => ({
          ...t.kafka.createProducer(),
          close: async () => void closed.push("producer"),
        }),
      }),
    });
    await watched.create();
    await watched.run();
    expect(closed).toEqual(["producer", "source"]);
  });

  test("tells a poll that waits when the task fails elsewhere", async () => {
    let told = false;
    const poll = thenPoll(async (_, { clock, signal }) => {
      await clock.sleep(10_000, signal);
      told = signal.aborted;
      return null;
    });
    const t = createTestWorker([scriptedConnector({ poll })], {
      beforeAppend: async () => {
        throw new ConnectError("Kafka said no", { stage: "KAFKA_PRODUCE" });
      },
    });
    await t.create({ "sluice.checkpoint.interval.ms": "10" });
    expect(await t.run()).toMatchObject({ outcome: "failed" });
    expect(told).toBe(true);
  });

  test("does not wait for a read of the connector item that hangs", async () => {
    const endless: Script["poll"] = async (n, { clock, signal }) => {
      await clock.sleep(5, signal);
      return textRecords(n, n + 1);
    };
    const t = createTestWorker([scriptedConnector({ poll: endless })]);
    const { control } = t.worker;
    const hanging = t.rewired({
      control: {
        ...control,
        readConnector: (name, options) => (options?.stale ? new Promise(() => undefined) : control.readConnector(name)),
      },
    });
    await hanging.create({ "sluice.control.interval.ms": "100" });
    const started = performance.now();
    expect(await hanging.run({ ms: 200 })).toMatchObject({ outcome: "out of time" });
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test("after a signal the task gets its grace, no more", async () => {
    const t = createTestWorker([
      scriptedConnector({ poll: () => null, start: () => new Promise(() => undefined), stop: () => undefined }),
    ]);
    await t.create();
    const end = new AbortController();
    const running = t.run({ signal: end.signal, graceMs: 50 });
    await sleep(20);
    end.abort();
    expect(await running).toMatchObject({ outcome: "failed" });
    expect((await t.worker.tasks.listFailures("c")).get(0)?.trace).toContain("its time ended before");
  });
});
