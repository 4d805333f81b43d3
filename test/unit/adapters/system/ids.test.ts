import { expect, test } from "vitest";
import { systemIds } from "../../../../lib/adapters/system/ids.ts";

test("draws 128 bits as 32 hexadecimal digits, never the same twice", () => {
  const ids = Array.from({ length: 1_000 }, () => systemIds.next());
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[\da-f]{32}$/);
  // Of 32,000 digits every one occurs, in every place.
  for (let place = 0; place < 32; place++) expect(new Set(ids.map((id) => id[place])).size).toBe(16);
});
