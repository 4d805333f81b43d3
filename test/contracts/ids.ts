import { expect, test } from "vitest";
import type { Ids } from "../../lib/ports/index.ts";

/** What every Ids does. */
export function idsContract(open: () => Ids): void {
  test("draws 128 bits as 32 hexadecimal digits, never the same twice", () => {
    const sources = [open(), open()];
    const ids = sources.flatMap((source) => Array.from({ length: 500 }, () => source.next()));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[\da-f]{32}$/);
    // Of 32,000 digits every one occurs, in every place.
    for (let place = 0; place < 32; place++) expect(new Set(ids.map((id) => id[place])).size).toBe(16);
  });
}
