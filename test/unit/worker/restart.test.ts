import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TaskFailure } from "../../../lib/ports/index.ts";
import { type FailedRun, nextFailure } from "../../../lib/worker/restart.ts";

const NOW = 1_800_000_000_000;
const FIRST = 10_000;
const LONGEST = 600_000;
const timing = { "sluice.restart.backoff.ms": FIRST, "sluice.restart.backoff.max.ms": LONGEST };

/** A failure of generation 3 at number 7, by a chance that changes nothing. */
const failed = (run: Partial<FailedRun> = {}) =>
  nextFailure({
    previous: undefined,
    item: { generation: 3, sequence: 7 },
    now: NOW,
    random: { next: () => 0.5 },
    timing,
    kind: "passing",
    ...run,
  });

const before = (failures: number, change: Partial<TaskFailure> = {}): TaskFailure => ({
  trace: "trace",
  workerId: "w",
  generation: 3,
  sequence: 7,
  failures,
  retryAt: NOW,
  ...change,
});

const delay = ({ retryAt }: { readonly retryAt: number | undefined }): number => (retryAt ?? Number.NaN) - NOW;

test("the first failure is tried again after the shortest time, and knows where the task was", () => {
  expect(failed()).toEqual({ generation: 3, sequence: 7, failures: 1, retryAt: NOW + FIRST });
});

test("each further one waits twice as long, up to the longest time", () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 50].map((failures) => delay(failed({ previous: before(failures) })) / FIRST);
  expect(delays).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
});

test("chance moves it by a fifth either way, and no further", () => {
  const by = (next: number): number => delay(failed({ random: { next: () => next } }));
  expect([by(0), by(0.5), by(0.999_999_99)]).toEqual([0.8 * FIRST, FIRST, 1.2 * FIRST]);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(100), (next, failures) => {
      const longer = delay(failed({ random: { next: () => next }, previous: before(failures) }));
      expect(Number.isInteger(longer)).toBe(true);
      expect(longer).toBeLessThanOrEqual(1.2 * LONGEST);
      expect(longer).toBeGreaterThanOrEqual(0.8 * FIRST);
    }),
  );
});

describe("a row of failures ends", () => {
  test.each<[string, TaskFailure, Partial<FailedRun>]>([
    ["when the task came further", before(4), { item: { generation: 3, sequence: 8 } }],
    ["with another generation", before(4, { generation: 2 }), {}],
    ["when the task has run for longer than the longest time", before(4, { retryAt: NOW - LONGEST - 1 }), {}],
  ])("%s", (_, previous, run) => {
    expect(failed({ previous, ...run })).toMatchObject({ failures: 1, retryAt: NOW + FIRST });
  });

  test.each<[string, TaskFailure]>([
    ["when the task has run for less than that", before(4, { retryAt: NOW - LONGEST })],
    ["because the last one was not to be tried again", before(4, { retryAt: undefined })],
  ])("not %s", (_, previous) => {
    expect(failed({ previous })).toMatchObject({ failures: 5 });
  });
});

describe("a permanent failure", () => {
  test("is never tried again, and counts", () => {
    expect(failed({ kind: "permanent", previous: before(2) })).toMatchObject({ failures: 3, retryAt: undefined });
  });
});

describe("a death", () => {
  test("is tried again at once the first time, then as any other one failure later", () => {
    expect(failed({ kind: "died" })).toMatchObject({ failures: 1, retryAt: NOW });
    expect(failed({ kind: "died", previous: before(1) })).toMatchObject({ failures: 2, retryAt: NOW + FIRST });
    expect(failed({ kind: "died", previous: before(3) })).toMatchObject({ failures: 4, retryAt: NOW + 4 * FIRST });
  });
});
