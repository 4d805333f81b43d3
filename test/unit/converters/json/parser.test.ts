import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError } from "../../../../lib/connect/index.ts";
import { JsonNumber } from "../../../../lib/converters/json/number.ts";
import { isJsonArray, isJsonObject, type JsonNode, parseJson } from "../../../../lib/converters/json/parser.ts";

/** As JSON.parse would give it. */
function plain(node: JsonNode | undefined): unknown {
  if (node instanceof JsonNumber) return Number(node.text);
  if (isJsonArray(node)) return node.map(plain);
  if (isJsonObject(node)) return Object.fromEntries([...node.members].map(([name, value]) => [name, plain(value)]));
  return node;
}

describe("the JSON parser", () => {
  test("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(0, 2), (text, indent) => {
        const value: unknown = JSON.parse(text);
        expect(plain(parseJson(JSON.stringify(value, null, indent)))).toEqual(value);
      }),
    );
  });

  test.each(["", " \n", "\uFEFF"])("finds nothing in %j", (text) => {
    expect(parseJson(text)).toBeUndefined();
  });

  test.each([["01"], ["-007"], ["1 2"], ['{"a":1} x'], ["true "]])("is as lenient as Jackson with %s", (text) => {
    expect(parseJson(text)).toBeDefined();
  });

  test.each([
    "{",
    "[1,]",
    '{"a"}',
    "nul",
    "1x",
    "true1",
    "1.",
    ".5",
    "+1",
    "-",
    "1e",
    '"\n"',
    '"\\x"',
    '"\\u12g4"',
    '"',
    "'a'",
  ])("refuses %j and says where", (text) => {
    expect(() => parseJson(text)).toThrow(DataError);
    expect(() => parseJson(text)).toThrow(/position \d+$/);
  });

  test("refuses to nest without end", () => {
    expect(() => parseJson("[".repeat(100_000))).toThrow(DataError);
    expect(parseJson("[".repeat(1000) + "]".repeat(1000))).toBeDefined();
  });
});

describe("a JSON number", () => {
  test.each([
    ["300", 8, 44n],
    ["-1.9", 32, -1n],
    ["1e3", 32, 1000n],
    ["9223372036854775808", 64, -9223372036854775808n],
    ["1e400", 64, 0n],
    ["1e-400", 64, 0n],
  ])("%s cut to %i bits is %s", (text, bits, value) => {
    expect(new JsonNumber(text).wrapped(bits)).toBe(value);
  });

  test("has no exponent beyond what a decimal has", () => {
    expect(() => new JsonNumber("1e99999999999").decimal).toThrow(DataError);
  });
});
