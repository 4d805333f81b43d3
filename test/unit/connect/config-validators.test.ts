import { expect, test } from "vitest";
import {
  all,
  type ConfigValidator,
  nonEmptyString,
  oneOf,
  oneOfIgnoringCase,
  range,
  regularExpression,
  uniqueList,
} from "../../../lib/connect/index.ts";

const short = all(nonEmptyString, oneOf("a", "b"));

test.each<[string, ConfigValidator, unknown]>([
  ["a number at the lower bound", range({ min: 1, max: 5 }), 1],
  ["a long at the upper bound", range({ max: 5 }), 5n],
  ["one of the strings", oneOf("a", "b"), "b"],
  ["one of the strings in capitals", oneOfIgnoringCase("a", "b"), "B"],
  ["a string", nonEmptyString, " "],
  ["a list without duplicates", uniqueList, ["a", "b"]],
  ["a regular expression", regularExpression, "^t_[a-z]+$"],
  ["what satisfies all", short, "a"],
])("%s passes", (_, validator, value) => {
  expect(validator.check(value)).toBeUndefined();
});

test.each<[string, ConfigValidator, unknown, string]>([
  ["a number below", range({ min: 1, max: 5 }), 0, "Value must be at least 1"],
  ["a long above", range({ max: 5 }), 6n, "Value must be no more than 5"],
  ["another string", oneOf("a", "b"), "A", "String must be one of: a, b"],
  ["another string, whatever its case", oneOfIgnoringCase("a"), "c", "case insensitive"],
  ["an empty string", nonEmptyString, "", "String may not be empty"],
  ["a list with a duplicate", uniqueList, ["a", "a"], "twice"],
  ["half a regular expression", regularExpression, "(", "Unterminated group"],
  ["what fails one of several", short, "c", "String must be one of"],
])("%s fails", (_, validator, value, reason) => {
  expect(validator.check(value)).toContain(reason);
});

test("tells what is valid", () => {
  expect([range({ min: 1 }).valid, range({ max: 5 }).valid, oneOf("a", "b").valid, short.valid]).toEqual([
    "[1,...]",
    "[...,5]",
    "[a, b]",
    "non-empty string, [a, b]",
  ]);
});
