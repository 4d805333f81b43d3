import { expect, test } from "vitest";
import { Limit } from "../../../../lib/adapters/kafkajs/limit.ts";

test("runs no more than the limit at a time, in the order they came, and goes on after a failure", async () => {
  const limit = new Limit(2);
  const order: number[] = [];
  let running = 0;
  let most = 0;
  const job = (index: number) =>
    limit.run(async () => {
      order.push(index);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      if (index === 1) throw new Error("failed");
      return index;
    });
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map(job));
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled", "fulfilled"]);
});
