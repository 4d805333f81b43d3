import { expect, test } from "vitest";
import { systemRandom } from "../../../../lib/adapters/system/random.ts";

test("draws numbers from 0 to less than 1, all over the range", () => {
  const numbers = Array.from({ length: 1_000 }, () => systemRandom.next());
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(new Set(numbers.map((number) => Math.floor(number * 10))).size).toBe(10);
});
