import { expect, test } from "vitest";
import { systemClock } from "../../../lib/adapters/system/clock.ts";
import { systemRandom } from "../../../lib/adapters/system/random.ts";
import type { SourceBatch, SourceTask } from "../../../lib/connect/index.ts";
import { poll, type PollOptions } from "../../../lib/worker/index.ts";
import { textRecords } from "../../support/scripted-connector.ts";

const logger: PollOptions["logger"] = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => logger,
};

function options(batches: readonly (SourceBatch | null)[], changes: Partial<PollOptions> = {}): PollOptions {
  let n = 0;
  const task: SourceTask = { start: () => undefined, stop: () => undefined, poll: () => batches[n++] ?? null };
  const end = new AbortController().signal;
  return {
    task,
    clock: systemClock,
    random: systemRandom,
    logger,
    end,
    drain: true,
    idleMs: 1,
    wakeMs: 1000,
    ...changes,
  };
}

async function sizesOf(given: PollOptions): Promise<number[]> {
  const sizes: number[] = [];
  for await (const { records } of poll(given)) sizes.push(records.length);
  return sizes;
}

test("a large batch comes in parts, in order and whole", async () => {
  expect(await sizesOf(options([textRecords(0, 1_201), textRecords(1_201, 1_701)]))).toEqual([500, 500, 201, 500]);
  const values: unknown[] = [];
  for await (const { records } of poll(options([textRecords(0, 1_201)]))) values.push(...records.map((r) => r.value));
  expect(values).toEqual(Array.from({ length: 1_201 }, (_, i) => String(i)));
});

test("a poll that takes its time lets the caller come round with empty batches", async () => {
  const slow: SourceTask = {
    start: () => undefined,
    stop: () => undefined,
    poll: async () => {
      await systemClock.sleep(50);
      return null;
    },
  };
  const sizes = await sizesOf(options([], { task: slow, wakeMs: 10 }));
  expect(sizes.length).toBeGreaterThan(1);
  expect(new Set(sizes)).toEqual(new Set([0]));
});

test("continuous mode goes on after an empty poll, until it is ended", async () => {
  const end = new AbortController();
  const sizes: number[] = [];
  for await (const { records } of poll(options([null, textRecords(0, 2)], { drain: false, end: end.signal }))) {
    sizes.push(records.length);
    if (records.length > 0) end.abort();
  }
  expect(sizes).toEqual([0, 2]);
});
