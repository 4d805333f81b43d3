import { expect, test } from "vitest";
import type { Random } from "../../lib/ports/index.ts";

/** What every Random does. */
export function randomContract(open: () => Random): void {
  test("draws numbers from 0 to less than 1, all over the range", () => {
    const random = open();
    const numbers = Array.from({ length: 1_000 }, () => random.next());
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    const tenths = Map.groupBy(numbers, (number) => Math.floor(number * 10));
    // About 100 each; fewer than 50 or more than 160 is less likely than one in a million.
    for (let tenth = 0; tenth < 10; tenth++) {
      expect(tenths.get(tenth)?.length).toBeGreaterThan(50);
      expect(tenths.get(tenth)?.length).toBeLessThan(160);
    }
  });

  test("draws another number after any number", () => {
    const random = open();
    const pairs = new Set(Array.from({ length: 1_000 }, () => `${random.next() < 0.5} ${random.next() < 0.5}`));
    expect(pairs.size).toBe(4);
  });
}
