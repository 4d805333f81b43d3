import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTables, quoted } from "../../../../lib/connectors/jdbc/table-id.ts";
import { compileTableFilter } from "../../../../lib/connectors/jdbc/table-filter.ts";

const name = fc.string({ minLength: 1, unit: fc.constantFrom("a", "B", '"', ".", ",", " ", "é") });
const table = fc.record({ schema: fc.option(name, { nil: undefined }), name });

test("what quoted writes, parseTables reads, whatever the names", () => {
  fc.assert(
    fc.property(fc.array(table), (tables) => {
      expect(parseTables(tables.map(quoted).join(","))).toEqual(tables);
    }),
  );
});

test.each(['"a', '"a"b', "a.b.c", ",a"])("parseTables refuses %s", (text) => {
  expect(() => parseTables(text)).toThrow(`Invalid value ${text} for configuration tables`);
});

describe("compileTableFilter", () => {
  const none = { "table.whitelist": [], "table.blacklist": [], "table.include.list": [], "table.exclude.list": [] };
  const orders = { schema: "public", name: "orders" };

  test.each<[string, Partial<Record<keyof typeof none, string[]>>, number | undefined]>([
    ["nothing set", {}, 0],
    ["a bare name", { "table.whitelist": ["x", "orders"] }, 1],
    ["a qualified name", { "table.whitelist": ["public.orders"] }, 0],
    ["a quoted name", { "table.whitelist": ['"public"."orders"'] }, 0],
    ["another case", { "table.whitelist": ["Orders"] }, undefined],
    ["a name to leave out", { "table.blacklist": ["public.orders"] }, undefined],
    ["a pattern for the whole name", { "table.include.list": ["x", "public\\.o.*"] }, 1],
    ["a pattern for a part of the name", { "table.include.list": ["orders"] }, undefined],
    ["alternatives, each of them whole", { "table.include.list": ["public|x"] }, undefined],
    ["a pattern to leave out", { "table.include.list": [".*"], "table.exclude.list": [".*s"] }, undefined],
  ])("%s", (_, lists, place) => {
    expect(compileTableFilter({ ...none, ...lists })(orders)).toBe(place);
  });
});
