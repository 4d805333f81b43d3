import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ByteSlab } from "../../../../lib/converters/json/byte-slab.ts";
import { writeJsonString } from "../../../../lib/converters/json/write-json-string.ts";

function written(text: string): string {
  const out = new ByteSlab(16);
  writeJsonString(out, text);
  return Buffer.from(out.take()).toString("utf8");
}

/** The rule once more, character by character. */
const SHORT: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
  '"': '\\"',
  "\\": "\\\\",
};
function expected(text: string): string {
  const units = text.split("").map((unit) => {
    const code = unit.charCodeAt(0);
    const isEscaped = code < 0x20 || (code >= 0xd800 && code <= 0xdfff);
    return SHORT[unit] ?? (isEscaped ? `\\u${code.toString(16).toUpperCase().padStart(4, "0")}` : unit);
  });
  return `"${units.join("")}"`;
}

const unit = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }),
  fc.nat(0x1f),
  fc.constantFrom(0x22, 0x5c, 0x7f, 0x80, 0x7ff, 0x800, 0x2028, 0xd83d, 0xde00, 0xdc00, 0xfffd, 0xffff),
);

test.each([10, 60, 6000])("writes text of up to %i characters as Jackson does", (maxLength) => {
  const text = fc.string({ unit: unit.map((code) => String.fromCharCode(code)), maxLength, size: "max" });
  fc.assert(
    fc.property(text, (value) => written(value) === expected(value)),
    { numRuns: maxLength > 100 ? 30 : 500 },
  );
});

test.each(["x".repeat(33), "é".repeat(40), "日".repeat(5000), `${"x".repeat(5000)}😀`, `${"日".repeat(50)}"`])(
  "writes long text: %#",
  (text) => {
    expect(written(text)).toBe(expected(text));
  },
);
