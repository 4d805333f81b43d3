import { expect, test } from "vitest";
import { splitByBytes } from "../../../../lib/adapters/sqs/split-by-bytes.ts";

test("a short list stays whole, an empty one has no part", () => {
  expect(splitByBytes(["a", "b"], 100)).toEqual([["a", "b"]]);
  expect(splitByBytes([], 100)).toEqual([]);
});

test.each(["a", "ü", "📚", '"', "\u0001"])(
  "no part of a long list of %j is larger than allowed, and none is half empty",
  (text) => {
    const items = Array.from({ length: 500 }, (_, index) => `${text}${index}`);
    const parts = splitByBytes(items, 200);
    expect(parts.flat()).toEqual(items);
    for (const part of parts) expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThanOrEqual(201);
    for (const part of parts.slice(0, -1)) expect(Buffer.byteLength(JSON.stringify(part))).toBeGreaterThan(150);
  },
);

test("an item that is larger than allowed stands alone", () => {
  expect(splitByBytes(["a", "x".repeat(300), "b"], 200)).toEqual([["a"], ["x".repeat(300)], ["b"]]);
});
