import { expect, test } from "vitest";
import { systemClock } from "../../../lib/adapters/system/clock.ts";
import { recordsBatch, type SourceBatch } from "../../../lib/connect/index.ts";
import type { Checkpoint } from "../../../lib/ports/index.ts";
import { scriptedConnector, type Script, textRecord } from "../../support/scripted-connector.ts";
import { createTestWorker, type TestWorker } from "../../support/test-worker.ts";

/** The same worker, and every checkpoint that its tasks make. */
function watched(t: TestWorker): TestWorker & { readonly checkpoints: Checkpoint[] } {
  const checkpoints: Checkpoint[] = [];
  const { tasks } = t.worker;
  const checkpoint: typeof tasks.checkpoint = (written) => {
    checkpoints.push(written);
    return tasks.checkpoint(written);
  };
  return { ...t.rewired({ tasks: { ...tasks, checkpoint } }), checkpoints };
}

const sameOffset = (position: number | null): SourceBatch => {
  const record = textRecord("x", position ?? 0);
  return recordsBatch([position === null ? { ...record, sourceOffset: null } : record]);
};

/** Polls that take 5 ms each and never end. */
const endless =
  (batch: SourceBatch): Script["poll"] =>
  async (_n, { clock, signal }) => {
    await clock.sleep(5, signal);
    return batch;
  };

const OFTEN = { "sluice.checkpoint.interval.ms": "1" };

test("a table that is always copied as a whole stores no offset, so its task never seems to get further", async () => {
  const t = watched(createTestWorker([scriptedConnector({ poll: endless(sameOffset(null)) })]));
  await t.create(OFTEN);
  expect(await t.run({ ms: 100 })).toMatchObject({ outcome: "out of time" });
  expect(t.checkpoints.map(({ offsets, release }) => [offsets.size, release])).toEqual([[0, true]]);
  expect((await t.worker.tasks.listTasks("c"))[0]?.progress?.records).toBeGreaterThan(0);
  expect(t.invoked).toHaveLength(1);
});

test("a reset of a stored offset is written", async () => {
  const batches = [sameOffset(7), null, sameOffset(null)];
  const t = watched(createTestWorker([scriptedConnector({ poll: () => batches.shift() ?? null })]));
  await t.create();
  await t.run();
  await t.run();
  expect(t.checkpoints.map(({ offsets }) => [...offsets.values()])).toEqual([['{"position":7}'], [null]]);
  expect(await t.offsets()).toEqual({});
});

test("a source that repeats an offset which it never read does not go on by itself", async () => {
  const t = watched(createTestWorker([scriptedConnector({ poll: endless(sameOffset(7)) })]));
  await t.create(OFTEN);
  await t.run({ ms: 100 });
  expect(t.invoked).toHaveLength(2);
  const before = t.checkpoints.length;
  expect(await t.run({ ms: 100 })).toMatchObject({ outcome: "out of time" });
  expect(t.invoked).toHaveLength(2);
  expect(t.checkpoints.slice(before).every(({ offsets }) => offsets.size === 0)).toBe(true);
});

test("a task that never answers a commit holds up neither its end nor the lease", async () => {
  const batches = [sameOffset(7)];
  const poll: Script["poll"] = () => batches.shift() ?? null;
  const commitRecord = (): Promise<void> => new Promise(() => undefined);
  const t = createTestWorker([scriptedConnector({ poll, commitRecord })]);
  await t.create();
  const clock = { ...systemClock, sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(ms / 50, signal) };
  expect(await t.rewired({ clock }).run()).toMatchObject({ outcome: "drained", records: 1 });
  expect(await t.offsets()).toEqual({ '{"source":"p"}': '{"position":7}' });
  expect(t.log).toContainEqual({ level: "warn", message: "SourceTask.commit failed: it took more than 5000 ms" });
});

test("an offset that is acknowledged while a checkpoint of a run that is given up is under way is stored after it", async () => {
  const [sent, checkpointing] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const batches = [
    recordsBatch([
      { ...textRecord("a", 1, "p"), kafkaPartition: 0 },
      { ...textRecord("b", 2, "p"), kafkaPartition: 1 },
      { ...textRecord("c", 1, "q"), kafkaPartition: 1 },
    ]),
  ];
  const poll: Script["poll"] = async (_n, { clock, signal }) => {
    await clock.sleep(5, signal);
    return batches.shift() ?? recordsBatch([]);
  };
  const beforeAppend = async ({ partition }: { partition: number }): Promise<void> => {
    if (partition === 1) await sent.promise;
  };
  const t = createTestWorker([scriptedConnector({ poll })], { partitions: 2, beforeAppend });
  const { tasks } = t.worker;
  const run = t.rewired({
    tasks: {
      ...tasks,
      async checkpoint(written) {
        if (written.sequence > 1) return tasks.checkpoint(written);
        sent.resolve();
        checkpointing.resolve();
        await systemClock.sleep(100);
        return tasks.checkpoint(written);
      },
      // An overlapping checkpoint would read while the first one ends, and miss what that takes for written.
      async readOffsets(connector, partitions) {
        if (partitions.includes('{"source":"q"}')) await systemClock.sleep(200);
        return tasks.readOffsets(connector, partitions);
      },
    },
  });
  await run.create(OFTEN);
  const stop = new AbortController();
  void checkpointing.promise.then(() => stop.abort());
  expect(await run.run({ signal: stop.signal, graceMs: 20 })).toMatchObject({ outcome: "failed", records: 3 });
  expect(await t.offsets()).toEqual({ '{"source":"p"}': '{"position":2}', '{"source":"q"}': '{"position":1}' });
});
