import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BigDecimal,
  INT32_SCHEMA,
  Instant,
  isEqualSchema,
  isEqualValue,
  Numeric,
  OPTIONAL_STRING_SCHEMA,
  SchemaBuilder,
  STRING_SCHEMA,
} from "../../../lib/connect/index.ts";
import { anySchema, valueOf } from "../converters/arbitrary-data.ts";

describe("two schemas", () => {
  const begin = (): SchemaBuilder => SchemaBuilder.int32();

  test.each<[string, () => SchemaBuilder]>([
    ["type", () => SchemaBuilder.int16()],
    ["optional", () => begin().optional()],
    ["name", () => begin().name("n")],
    ["version", () => begin().version(1)],
    ["doc", () => begin().doc("d")],
    ["parameters", () => begin().parameter("a", "b")],
    ["default", () => begin().default(1)],
  ])("differ by their %s", (_, other) => {
    expect(isEqualSchema(begin().build(), other().build())).toBe(false);
    expect(isEqualSchema(other().build(), other().build())).toBe(true);
  });

  test("differ by the names, the order and the schemas of their fields", () => {
    const of = (...names: string[]): SchemaBuilder => {
      const builder = SchemaBuilder.struct();
      for (const name of names) builder.field(name, INT32_SCHEMA);
      return builder;
    };
    expect(isEqualSchema(of("a", "b").build(), of("a", "b").build())).toBe(true);
    expect(isEqualSchema(of("a", "b").build(), of("b", "a").build())).toBe(false);
    expect(isEqualSchema(of("a", "b").build(), of("a").build())).toBe(false);
    expect(isEqualSchema(of("a").build(), SchemaBuilder.struct().field("a", STRING_SCHEMA).build())).toBe(false);
  });

  test("differ by their parts", () => {
    const [strings, optional] = [STRING_SCHEMA, OPTIONAL_STRING_SCHEMA].map((items) =>
      SchemaBuilder.array(items).build(),
    );
    expect(isEqualSchema(strings, optional)).toBe(false);
    const map = (key: typeof STRING_SCHEMA) => SchemaBuilder.map(key, STRING_SCHEMA).build();
    expect(isEqualSchema(map(STRING_SCHEMA), map(INT32_SCHEMA))).toBe(false);
  });

  test("are equal whatever the order of their parameters", () => {
    const ab = SchemaBuilder.int8().parameter("a", "1").parameter("b", "2").build();
    const ba = SchemaBuilder.int8().parameter("b", "2").parameter("a", "1").build();
    expect(isEqualSchema(ab, ba)).toBe(true);
  });
});

describe("two values", () => {
  test.each<[unknown, unknown]>([
    [Buffer.from("ab"), Uint8Array.of(0x61, 0x62)],
    [new Instant(5n), new Instant(5n)],
    [new BigDecimal(10n, 1), new BigDecimal(10n, 1)],
    [new Numeric("INT8", 1), new Numeric("INT8", 1)],
    [Number.NaN, Number.NaN],
    [
      new Map<unknown, unknown>([
        ["a", [1n]],
        [new Instant(1n), null],
      ]),
      new Map<unknown, unknown>([
        [new Instant(1n), null],
        ["a", [1n]],
      ]),
    ],
  ])("%o and %o are equal", (a, b) => {
    expect(isEqualValue(a, b)).toBe(true);
  });

  test.each<[unknown, unknown]>([
    [new BigDecimal(10n, 1), new BigDecimal(1n, 0)],
    [new Numeric("INT8", 1), new Numeric("INT16", 1)],
    [1, 1n],
    [1, new Numeric("INT32", 1)],
    [[1], [1, 2]],
    [new Map([["a", 1]]), new Map([["b", 1]])],
    [new Map([["a", 1]]), new Map([["a", 2]])],
    [Uint8Array.of(1), Uint8Array.of(2)],
    [null, undefined],
    [[], new Map()],
  ])("%o and %o are not", (a, b) => {
    expect(isEqualValue(a, b)).toBe(false);
    expect(isEqualValue(b, a)).toBe(false);
  });

  test("any is equal to itself built twice", () => {
    const seeds = fc.integer();
    fc.assert(
      fc.property(seeds, (seed) => {
        const build = (): unknown => fc.sample(anySchema.chain(valueOf), { seed, numRuns: 1 })[0];
        expect(isEqualValue(build(), build())).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
