import { describe, expect, test } from "vitest";
import { type ConfigType, Password, parseConfigValue, printConfigValue } from "../../../lib/connect/config-types.ts";

describe("a configuration value", () => {
  test.each<[ConfigType, string | null, unknown]>([
    ["BOOLEAN", " True ", true],
    ["BOOLEAN", "false", false],
    ["STRING", "  a b ", "a b"],
    ["CLASS", "a.B", "a.B"],
    ["INT", "+5", 5],
    ["INT", "-2147483648", -2147483648],
    ["SHORT", "32767", 32767],
    ["LONG", "9223372036854775807", 9223372036854775807n],
    ["DOUBLE", "1e-3", 0.001],
    ["DOUBLE", ".5", 0.5],
    ["LIST", "", []],
    ["LIST", " a ,b,, c ", ["a", "b", "", "c"]],
    ["INT", null, null],
  ])("of type %s is read from %j", (type, text, value) => {
    expect(parseConfigValue(type, text)).toEqual({ value });
  });

  test.each<[ConfigType, string]>([
    ["BOOLEAN", "yes"],
    ["BOOLEAN", ""],
    ["INT", "2147483648"],
    ["INT", "1.0"],
    ["INT", "0x10"],
    ["SHORT", "-32769"],
    ["LONG", "9223372036854775808"],
    ["LONG", ""],
    ["DOUBLE", "0x10"],
    ["DOUBLE", "one"],
    ["DOUBLE", ""],
  ])("of type %s is not %j", (type, text) => {
    expect(parseConfigValue(type, text)).toHaveProperty("error");
  });

  test.each<[ConfigType, unknown, string | null]>([
    ["LIST", ["a", "b"], "a,b"],
    ["LONG", 5n, "5"],
    ["PASSWORD", new Password("s3cret"), "[hidden]"],
    ["PASSWORD", "even as a string", "[hidden]"],
    ["STRING", null, null],
  ])("of type %s prints %o as %j", (type, value, text) => {
    expect(printConfigValue(type, value)).toBe(text);
  });
});
