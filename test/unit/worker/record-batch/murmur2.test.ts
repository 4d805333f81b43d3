import { expect, test } from "vitest";
import { murmur2 } from "../../../../lib/worker/record-batch/murmur2.ts";

test.each([
  ["", 275646681],
  ["21", -973932308],
  ["foobar", -790332482],
  ["a-little-bit-long-string", -985981536],
  ["a-little-bit-longer-string", -1486304829],
  ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
])("hashes %j as Java's clients do", (key, hash) => {
  expect(murmur2(Buffer.from(key))).toBe(hash);
});

test("takes bytes above 127 as unsigned", () => {
  expect(murmur2(Buffer.from("//79", "base64")) & 0x7fffffff).toBe(998637092);
});
