import { expect, test } from "vitest";
import { CallLimit } from "../../../../lib/worker/scheduling/call-limit.ts";
import { settle } from "../../../support/held-clock.ts";

test("lets so many calls be under way, and the others follow in their order", async () => {
  const limit = new CallLimit(2);
  const begun: number[] = [];
  const calls = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
  const done = calls.map(({ promise }, n) =>
    limit.run(() => {
      begun.push(n);
      return promise;
    }),
  );
  await settle();
  expect(begun).toEqual([0, 1]);
  calls[1]?.resolve();
  await settle();
  expect(begun).toEqual([0, 1, 2]);
  calls[0]?.resolve();
  calls[2]?.resolve();
  await settle();
  expect(begun).toEqual([0, 1, 2, 3]);
  calls[3]?.resolve();
  await Promise.all(done);
});

test("a call that fails makes room as well", async () => {
  const limit = new CallLimit(1);
  await expect(limit.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await limit.run(async () => 7)).toBe(7);
});

test("a place that was passed on is not free as well", async () => {
  const limit = new CallLimit(1);
  await Promise.all([0, 1, 2].map(() => limit.run(settle)));
  let begun = 0;
  const held = Promise.withResolvers<void>();
  const calls = [0, 1, 2].map(() =>
    limit.run(() => {
      begun++;
      return held.promise;
    }),
  );
  await settle();
  expect(begun).toBe(1);
  held.resolve();
  await Promise.all(calls);
});
