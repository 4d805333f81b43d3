import { expect, test } from "vitest";
import { INT8_SCHEMA, isEqualValue, Numeric, parseText, STRING_SCHEMA } from "../../../lib/connect/index.ts";

test.each<[string, unknown]>([
  ["[ 1 , 2 ]", [1, 2]],
  [" [1]", [1]],
  ['["a\\"b"]', ['a\\"b']],
  [
    '{"a":1 "b":2}',
    new Map([
      ["a", 1],
      ["b", 2],
    ]),
  ],
  ['["a",1,"b"]', ["a", "1", "b"]],
  ['[[1],["a"]]', [[new Numeric("INT8", 1)], ["a"]]],
  ["[1, 9223372036854775807]", [1n, 9223372036854775807n]],
])("%s is %o", (text, value) => {
  expect(isEqualValue(parseText(text).value, value)).toBe(true);
});

test.each(["1e99999999999", "1e-99999999999", "[".repeat(100_000), '{"a":1,"a"', "\\", "٣"])("%j is text", (text) => {
  expect(parseText(text)).toEqual({ schema: STRING_SCHEMA, value: text });
});

test("looks at the first value only, as Kafka Connect does", () => {
  expect(parseText("14:34")).toEqual({ schema: INT8_SCHEMA, value: 14 });
});
