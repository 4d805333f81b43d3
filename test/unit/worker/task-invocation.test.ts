import { describe, expect, test } from "vitest";
import { ConnectError, recordsBatch, RetriableError } from "../../../lib/connect/index.ts";
import { tick } from "../../../lib/worker/index.ts";
import { scriptedConnector, type Script, textRecord, textRecords } from "../../support/scripted-connector.ts";
import { createTestWorker } from "../../support/test-worker.ts";

const polls =
  (...batches: ReturnType<typeof textRecords>[]): Script["poll"] =>
  (n) =>
    batches[n] ?? null;

const P = '{"source":"p"}';

test("copies everything, checkpoints the last offset and gives the lease back", async () => {
  const calls: string[] = [];
  const t = createTestWorker([scriptedConnector({ poll: polls(textRecords(0, 3), textRecords(3, 5)), calls })]);
  await t.create();
  expect(t.invoked).toEqual([{ connector: "c", task: 0, generation: 1 }]);
  expect(await t.run()).toEqual({ connector: "c", task: 0, outcome: "drained", records: 5, bytes: 5 });
  expect(t.values()).toEqual(["0", "1", "2", "3", "4"]);
  expect(await t.offsets()).toEqual({ [P]: '{"position":4}' });
  const [item] = await t.worker.tasks.listTasks("c");
  expect(item).toMatchObject({ owner: undefined, epoch: 2, sequence: 1, state: "RUNNING", progress: { records: 5 } });
  expect(calls).toEqual(["start", "commit", "stop"]);
});

test("the next invocation goes on from the stored offset", async () => {
  const read: unknown[] = [];
  const start: Script["start"] = async ({ offsets }) => void read.push(await offsets.offset({ source: "p" }));
  const t = createTestWorker([scriptedConnector({ poll: polls(textRecords(0, 2)), start })]);
  await t.create();
  await t.run();
  await t.run();
  expect(read).toEqual([undefined, { position: 1n }]);
});

describe("invocations that may not run do nothing", () => {
  test("somebody else has the lease", async () => {
    const t = createTestWorker([scriptedConnector({ poll: polls(textRecords(0, 1)) })]);
    await t.create();
    const now = t.worker.clock.now();
    const other = { connector: "c", task: 0, generation: 1, owner: "other", now, expiresAt: now + 60_000 };
    await t.worker.tasks.acquireLease(other);
    expect(await t.run()).toMatchObject({ outcome: "not leased" });
    expect(t.values()).toEqual([]);
  });

  test.each(["generation", "paused", "deleted"])("the invocation is outdated: %s", async (why) => {
    const t = createTestWorker([scriptedConnector({ poll: polls(textRecords(0, 1)) })]);
    await t.create();
    const item = await t.worker.control.readConnector("c");
    if (!item) throw new Error("no item");
    if (why === "paused") await t.worker.control.changeConnector(item, { targetState: "PAUSED" });
    else await t.worker.control.stopConnector(item, { now: 0, delete: why === "deleted" });
    expect(await t.run({ generation: 1 })).toMatchObject({ outcome: "outdated" });
    expect(t.values()).toEqual([]);
    const [task] = await t.worker.tasks.listTasks("c");
    expect(task?.owner).toBeUndefined();
  });

  test("the invocation is outdated, and somebody else has its task by now", async () => {
    const t = createTestWorker([scriptedConnector({ poll: polls(textRecords(0, 1)) })]);
    await t.create();
    const { control, tasks } = t.worker;
    const readConnector: typeof control.readConnector = async (connector) => {
      const now = t.worker.clock.now() + 3_600_000;
      const [held] = await tasks.listTasks(connector);
      if (held?.owner)
        await tasks.acquireLease({ connector, task: 0, generation: 1, owner: "other", now, expiresAt: now });
      const item = await control.readConnector(connector);
      return item && { ...item, targetState: "PAUSED" };
    };
    const late = t.rewired({ control: { ...control, readConnector } });
    expect(await late.run({ generation: 1 })).toMatchObject({ outcome: "outdated" });
    expect(await tasks.listTasks("c")).toMatchObject([{ owner: "other" }]);
  });

  test("twenty at once have one winner", async () => {
    const t = createTestWorker([scriptedConnector({ poll: polls(textRecords(0, 3)) })]);
    await t.create();
    const results = await Promise.all(Array.from({ length: 20 }, () => t.run()));
    expect(results.filter(({ outcome }) => outcome === "drained")).toHaveLength(1);
    expect(t.values()).toEqual(["0", "1", "2"]);
  });
});

test("never checkpoints beyond what is acknowledged", async () => {
  const held = Promise.withResolvers<void>();
  const stored: unknown[] = [];
  const t = createTestWorker(
    [
      scriptedConnector({
        async poll(n) {
          if (n === 2) {
            // The third poll is asked for while the second batch waits for its acknowledgement.
            await new Promise((resolve) => setTimeout(resolve, 20));
            stored.push(await t.offsets());
            held.resolve();
          }
          return n < 3 ? textRecords(n * 2, n * 2 + 2) : null;
        },
      }),
    ],
    {
      beforeAppend: async ({ baseTimestamp }) =>
        void (baseTimestamp && (await (t.values().length >= 2 ? held.promise : undefined))),
    },
  );
  await t.create({ "sluice.checkpoint.interval.ms": "1" });
  expect(await t.run()).toMatchObject({ outcome: "drained", records: 6 });
  expect([{}, { [P]: '{"position":1}' }]).toContainEqual(stored[0]);
  expect(await t.offsets()).toEqual({ [P]: '{"position":5}' });
});

describe("a failure", () => {
  test("of poll keeps what was acknowledged, shows in the status, and frees the lease", async () => {
    const t = createTestWorker([
      scriptedConnector({
        poll(n) {
          if (n > 0) throw new ConnectError("The source is broken");
          return textRecords(0, 3);
        },
      }),
    ]);
    await t.create();
    expect(await t.run()).toMatchObject({ outcome: "failed", records: 3 });
    expect(await t.offsets()).toEqual({ [P]: '{"position":2}' });
    const [item] = await t.worker.tasks.listTasks("c");
    expect(item).toMatchObject({ owner: undefined, state: "FAILED" });
    const failure = (await t.worker.tasks.listFailures("c")).get(0);
    expect(failure).toMatchObject({ failures: 1, generation: 1, retryAt: expect.any(Number) });
    expect(failure?.trace).toContain("The source is broken");
  });

  test("of Kafka checkpoints nothing of the failed batch", async () => {
    const t = createTestWorker([scriptedConnector({ poll: polls(textRecords(0, 3)) })], {
      beforeAppend: async () => {
        throw new ConnectError("Kafka said no", { stage: "KAFKA_PRODUCE" });
      },
    });
    await t.create();
    expect(await t.run()).toMatchObject({ outcome: "failed", records: 0 });
    expect(await t.offsets()).toEqual({});
  });

  test("of start stops the task too, and a configuration error is not tried again", async () => {
    const calls: string[] = [];
    const t = createTestWorker([scriptedConnector({ poll: () => null, calls })]);
    await t.create();
    const item = await t.worker.control.readConnector("c");
    if (!item) throw new Error("no item");
    await t.worker.control.publishPlan({
      connector: "c",
      read: item,
      hash: item.hash ?? "",
      config: { ...item.config, limit: "many" },
      tasks: [{}],
      now: 0,
    });
    await tick(t.worker);
    expect(await t.run()).toMatchObject({ outcome: "failed" });
    expect((await t.worker.tasks.listFailures("c")).get(0)?.trace).toContain(
      "Connector c: Invalid value many for configuration limit: Not a number of type INT",
    );
  });

  test("that is retriable is polled again", async () => {
    const t = createTestWorker([
      scriptedConnector({
        poll(n) {
          if (n === 0) throw new RetriableError("not yet");
          return n === 1 ? textRecords(0, 1) : null;
        },
      }),
    ]);
    await t.create();
    expect(await t.run()).toMatchObject({ outcome: "drained", records: 1 });
  });

  test("to convert names stage, source partition and offset", async () => {
    const t = createTestWorker([
      scriptedConnector({ poll: polls(recordsBatch([{ ...textRecord("x", 7), value: 5 }])) }),
    ]);
    await t.create({ "value.converter": "JsonConverter" });
    expect(await t.run()).toMatchObject({ outcome: "failed" });
    expect((await t.worker.tasks.listFailures("c")).get(0)?.trace).toMatch(
      /for topic "t" from source partition {"source":"p"} at source offset {"position":7} .*VALUE_CONVERTER/,
    );
  });

  test("of a corrupt offset says which one", async () => {
    const start: Script["start"] = async ({ offsets }) => void (await offsets.offset({ source: "p" }));
    const t = createTestWorker([scriptedConnector({ poll: polls(textRecords(0, 1)), start })]);
    await t.create();
    const now = t.worker.clock.now();
    const lease = { connector: "c", task: 0, generation: 1, owner: "o", now, expiresAt: now + 1000 };
    const { item } = await t.worker.tasks.acquireLease(lease);
    await t.worker.tasks.checkpoint({
      lease: { ...lease, epoch: item?.epoch ?? 0 },
      sequence: 1,
      expiresAt: now,
      offsets: new Map([[P, "[1]"]]),
      updatedAt: now,
      progress: { records: 0, bytes: 0 },
      release: true,
    });
    expect(await t.run()).toMatchObject({ outcome: "failed", records: 0 });
    expect((await t.worker.tasks.listFailures("c")).get(0)?.trace).toContain(
      'Connector c, source partition {"source":"p"}: The stored offset [1] is not a JSON object',
    );
  });
});

describe("ends in order", () => {
  /** One record a poll, for ever. */
  const endless: Script["poll"] = async (n, { clock, signal }) => {
    await clock.sleep(2, signal);
    return textRecords(n, n + 1);
  };

  test.each(["signal", "time", "pause", "new generation"])("by %s", async (how) => {
    const t = createTestWorker([scriptedConnector({ poll: endless })]);
    await t.create({ "sluice.control.interval.ms": "100" });
    const end = new AbortController();
    const running = t.run({ signal: end.signal, ms: how === "time" ? 60 : 10_000 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    const item = await t.worker.control.readConnector("c");
    if (!item) throw new Error("no item");
    if (how === "signal") end.abort();
    if (how === "pause") await t.worker.control.changeConnector(item, { targetState: "PAUSED" });
    if (how === "new generation") {
      await t.worker.control.publishPlan({
        connector: "c",
        read: item,
        hash: "h",
        config: item.config,
        tasks: [{}],
        now: 0,
      });
    }
    const { outcome, records } = await running;
    expect(outcome).toBe({ signal: "stopped", time: "out of time", pause: "paused" }[how] ?? how);
    expect(records).toBeGreaterThan(0);
    expect(t.values()).toHaveLength(records);
    expect(await t.offsets()).toEqual({ [P]: `{"position":${records - 1}}` });
    const [task] = await t.worker.tasks.listTasks("c");
    expect(task?.owner).toBeUndefined();
  });

  test("a task that lost its lease checkpoints nothing more", async () => {
    const t = createTestWorker([scriptedConnector({ poll: endless })]);
    await t.create({ "sluice.heartbeat.ms": "100", "sluice.checkpoint.interval.ms": "20" });
    const running = t.run();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await t.worker.tasks.moveTask({ connector: "c", task: 0, generation: 2, now: 0, force: true });
    const before = await t.offsets();
    expect(await running).toMatchObject({ outcome: "lease lost" });
    expect(await t.offsets()).toEqual(before);
  });
});

test("tells the task of every record", async () => {
  const committed: unknown[] = [];
  const t = createTestWorker([
    scriptedConnector({
      poll: polls(textRecords(0, 2)),
      commitRecord: ({ value }, metadata) => void committed.push([value, metadata]),
    }),
  ]);
  await t.create();
  await t.run();
  expect(committed).toEqual([
    ["0", { topic: "t", partition: 0, offset: 0n }],
    ["1", { topic: "t", partition: 0, offset: 1n }],
  ]);
});
