import { expect, test } from "vitest";
import { inTurns, type Turns } from "../../../../lib/worker/scheduling/in-turns.ts";
import { HeldClock, settle } from "../../../support/held-clock.ts";

/** Work that ends when the test says so. */
function setUp(items: number, turns: Partial<Turns> = {}) {
  const clock = new HeldClock();
  const begun: number[] = [];
  const ends = Array.from({ length: items }, () => Promise.withResolvers<void>());
  const work = (item: number): Promise<void> => {
    begun.push(item);
    return ends[item]?.promise ?? Promise.resolve();
  };
  const all = inTurns([...ends.keys()], { concurrency: 2, patienceMs: 1_000, mostSlow: 2, ...turns }, clock, work);
  return {
    clock,
    begun,
    all,
    end: (item: number) => ends[item]?.resolve(),
    fail: (item: number) => ends[item]?.reject(new Error(`no ${item}`)),
  };
}

test("work that ends soon is done in order, so many at once", async () => {
  const { begun, all, end, clock } = setUp(4);
  await settle();
  expect(begun).toEqual([0, 1]);
  end(1);
  await settle();
  expect(begun).toEqual([0, 1, 2]);
  for (const item of [0, 2, 3]) end(item);
  await all;
  expect(begun).toEqual([0, 1, 2, 3]);
  expect(clock.sleeping).toBe(0);
});

test("work that takes long lets the next begin, when it has taken long and not before", async () => {
  const { begun, end, all, clock } = setUp(4);
  await clock.pass(999);
  expect(begun).toEqual([0, 1]);
  await clock.pass(1);
  expect(begun).toEqual([0, 1, 2, 3]);
  for (const item of [0, 1, 2, 3]) end(item);
  await all;
});

test("so many that take long are under way beside the others, and the next ones wait for them", async () => {
  const { begun, end, all, clock } = setUp(8);
  await clock.pass(1_000);
  await clock.pass(1_000);
  await clock.pass(1_000);
  expect(begun).toEqual([0, 1, 2, 3]);
  end(3);
  await settle();
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  for (const item of [0, 1, 2, 4, 5, 6, 7]) end(item);
  await all;
});

test("room beside the others is given back", async () => {
  const { begun, end, all, clock } = setUp(8);
  await clock.pass(1_000);
  end(0);
  end(1);
  await settle();
  await clock.pass(1_000);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  for (const item of [2, 3, 4, 5, 6, 7]) end(item);
  await all;
});

test("it ends when all have ended, those that take long as well", async () => {
  const { end, all, clock } = setUp(2);
  let over = false;
  void all.then(() => (over = true));
  await clock.pass(1_000);
  end(1);
  await settle();
  expect(over).toBe(false);
  end(0);
  await settle();
  expect(over).toBe(true);
});

test.each([0, 1_000])("a failure after %i ms is thrown when all have ended", async (ms) => {
  const { end, fail, all, clock } = setUp(3);
  let failure: unknown;
  void all.catch((error: unknown) => (failure = error));
  await clock.pass(ms);
  fail(0);
  await settle();
  expect(failure).toBe(undefined);
  end(1);
  end(2);
  await settle();
  expect(String(failure)).toContain("no 0");
});
