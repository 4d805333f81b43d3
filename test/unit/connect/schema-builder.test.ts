import { describe, expect, test } from "vitest";
import {
  INT32_SCHEMA,
  INT64_SCHEMA,
  isEqualSchema,
  SchemaBuilder,
  SchemaBuilderError,
  STRING_SCHEMA,
  Struct,
} from "../../../lib/connect/index.ts";

describe("SchemaBuilder", () => {
  test("builds what was said, and nothing is optional unless said so", () => {
    const schema = SchemaBuilder.int32().name("n").version(2).doc("d").parameter("p", "q").default(7).build();
    expect(schema).toMatchObject({ type: "INT32", optional: false, name: "n", version: 2, doc: "d", defaultValue: 7 });
    expect([...schema.parameters]).toEqual([["p", "q"]]);
  });

  test.each<[string, (builder: SchemaBuilder) => unknown]>([
    ["name", (builder) => builder.name("other")],
    ["version", (builder) => builder.version(2)],
    ["doc", (builder) => builder.doc("other")],
    ["parameter", (builder) => builder.parameter("p", "other")],
    ["optional", (builder) => builder.required()],
    ["default", (builder) => builder.default(8)],
  ])("refuses to set %s to something else, and takes the same again", (_, change) => {
    const set = (builder: SchemaBuilder): SchemaBuilder =>
      builder.optional().name("n").version(1).doc("d").parameter("p", "q").default(7);
    const builder = set(SchemaBuilder.int32());
    expect(() => set(builder)).not.toThrow();
    expect(() => change(builder)).toThrow(SchemaBuilderError);
  });

  test.each<[string, () => unknown]>([
    ["an array without elements' schema", () => new SchemaBuilder("ARRAY")],
    ["a map without values' schema", () => new SchemaBuilder("MAP", STRING_SCHEMA)],
    ["a field of what is no struct", () => SchemaBuilder.int32().field("a", INT32_SCHEMA)],
    ["a field without a name", () => SchemaBuilder.struct().field("", INT32_SCHEMA)],
    ["two fields of one name", () => SchemaBuilder.struct().field("a", INT32_SCHEMA).field("a", INT64_SCHEMA)],
    ["a default of another type", () => SchemaBuilder.int32().default("7")],
    ["null as the default of a required schema", () => SchemaBuilder.int32().default(null)],
    ["a default that is optional too late", () => SchemaBuilder.int32().default(null).optional()],
    ["a struct as default", () => SchemaBuilder.struct().default(new Struct(SchemaBuilder.struct().build()))],
  ])("refuses %s", (_, build) => {
    expect(build).toThrow(SchemaBuilderError);
  });

  test("null is no default", () => {
    expect(SchemaBuilder.int32().optional().default(null).build().defaultValue).toBeUndefined();
  });

  test("a field is found by its name, whatever that is", () => {
    const schema = SchemaBuilder.struct().field("__proto__", INT32_SCHEMA).field("b", INT64_SCHEMA).build();
    expect(schema.field("__proto__")?.index).toBe(0);
    expect(schema.field("b")?.index).toBe(1);
    expect(schema.field("constructor")).toBeUndefined();
  });

  test("what is built stays as it is", () => {
    const builder = SchemaBuilder.struct().field("a", INT32_SCHEMA);
    const before = builder.build();
    builder.field("b", INT32_SCHEMA).parameter("p", "q");
    expect(before.fields).toHaveLength(1);
    expect(before.parameters.size).toBe(0);
    expect(isEqualSchema(before, builder.build())).toBe(false);
  });
});
