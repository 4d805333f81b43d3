import { expect, test } from "vitest";
import { PageSize } from "../../../../lib/connectors/jdbc/page-size.ts";

const rows = (count: number, bytes: number): string[][] => Array.from({ length: count }, () => ["x".repeat(bytes)]);

test("grows tenfold at most, up to 2,000 rows", () => {
  const size = new PageSize(8_388_608, 100);
  const sizes = Array.from({ length: 4 }, () => {
    size.adapt(rows(size.rows, 1));
    return size.rows;
  });
  expect(sizes).toEqual([1000, 2_000, 2_000, 2_000]);
});

test("holds about the bytes that are allowed, and two rows at least", () => {
  const size = new PageSize(100_000, 100);
  size.adapt(rows(100, 1000));
  expect(size.rows).toBe(98);
  size.adapt(rows(98, 1_000_000));
  expect(size.rows).toBe(2);
});

test("keeps its size when a page is empty", () => {
  const size = new PageSize(100_000, 100);
  size.adapt([]);
  expect(size.rows).toBe(100);
});
