import { expect, test } from "vitest";
import { partitionForKey, StickyPartition } from "../../../../lib/worker/record-batch/partitioner.ts";

const always = (...values: number[]) => ({ next: () => values.shift() ?? 0 });

test("a key goes to the partition that Java chooses", () => {
  expect(partitionForKey(Buffer.from("AA==", "base64"), 2)).toBe(0);
  expect(partitionForKey(Buffer.from("//79", "base64"), 50)).toBe(42);
  expect(partitionForKey(Buffer.from("21"), 1000)).toBe((-973932308 & 0x7fffffff) % 1000);
});

test("records without a key stay on one partition until its batch closes", () => {
  const sticky = new StickyPartition(always(0.5, 0.9));
  expect([sticky.choose(4), sticky.choose(4)]).toEqual([2, 2]);
  sticky.batchClosed(1, 4);
  expect(sticky.choose(4)).toBe(2);
  sticky.batchClosed(2, 4);
  expect(sticky.choose(4)).toBe(3);
});

test.each([0, 0.34, 0.67, 0.99])("never chooses the partition again whose batch has just closed (%d)", (chance) => {
  const sticky = new StickyPartition(always(0.5, chance));
  const first = sticky.choose(4);
  sticky.batchClosed(first, 4);
  expect(sticky.choose(4)).not.toBe(first);
  expect(sticky.choose(4)).toBeLessThan(4);
});

test("a topic of one partition keeps it", () => {
  const sticky = new StickyPartition(always(0.99));
  expect(sticky.choose(1)).toBe(0);
  sticky.batchClosed(0, 1);
  expect(sticky.choose(1)).toBe(0);
});
