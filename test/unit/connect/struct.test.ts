import { describe, expect, test } from "vitest";
import {
  BigDecimal,
  DataError,
  dateSchema,
  decimalSchema,
  FLOAT32_SCHEMA,
  Instant,
  INT16_SCHEMA,
  INT32_SCHEMA,
  INT64_SCHEMA,
  INT8_SCHEMA,
  Numeric,
  OPTIONAL_STRING_SCHEMA,
  type Schema,
  SchemaBuilder,
  STRING_SCHEMA,
  Struct,
  validateValue,
} from "../../../lib/connect/index.ts";

const schema = SchemaBuilder.struct()
  .name("row")
  .field("id", INT64_SCHEMA)
  .field("note", OPTIONAL_STRING_SCHEMA)
  .field("count", SchemaBuilder.int32().default(7).build())
  .build();

describe("Struct", () => {
  test("gives back what was put, and the default for what was not", () => {
    const struct = new Struct(schema).put("id", 1n);
    expect(struct.get("id")).toBe(1n);
    expect(struct.get("note")).toBeNull();
    expect(struct.get("count")).toBe(7);
    expect(struct.getWithoutDefault("count")).toBeNull();
    expect(struct.at(0)).toBe(1n);
  });

  test("names the field that it does not have", () => {
    expect(() => new Struct(schema).put("nope", 1)).toThrow('"nope" is not a field of the struct row');
    expect(() => new Struct(schema).get("nope")).toThrow(DataError);
  });

  test("refuses null where it is required, even if there is a default", () => {
    expect(() => new Struct(schema).put("count", null)).toThrow('field "count"');
    expect(new Struct(schema).put("note", null).get("note")).toBeNull();
  });

  test("is valid once every required field without a default is put", () => {
    expect(() => new Struct(schema).validate()).toThrow('field "id"');
    expect(() => new Struct(schema).put("id", 1n).validate()).not.toThrow();
    expect(() => Struct.ofValidated(schema, [1n, 2]).validate()).toThrow('field "note"');
  });

  test("is made for structs only", () => {
    expect(() => new Struct(INT32_SCHEMA)).toThrow(DataError);
  });
});

describe("validateValue", () => {
  const twin = SchemaBuilder.struct().name("row").field("id", INT64_SCHEMA).build();
  const other = SchemaBuilder.struct().name("row").doc("other").field("id", INT64_SCHEMA).build();

  test.each<[string, Schema, unknown]>([
    [
      "a struct of an equal schema",
      twin,
      new Struct(SchemaBuilder.struct().name("row").field("id", INT64_SCHEMA).build()).put("id", 1n),
    ],
    ["a Buffer for bytes", SchemaBuilder.bytes().build(), Buffer.from("x")],
    ["a number with its type", INT8_SCHEMA, new Numeric("INT8", 5)],
    ["a map of any key", SchemaBuilder.map(INT32_SCHEMA, STRING_SCHEMA).build(), new Map([[1, "a"]])],
    ["a decimal of any scale", decimalSchema(2).build(), new BigDecimal(1n, 7)],
    [
      "a logical type over a foreign base",
      SchemaBuilder.string()
        .name(dateSchema().build().name ?? "")
        .build(),
      new Instant(0n),
    ],
    ["a name that an object has anyway", SchemaBuilder.string().name("constructor").build(), "x"],
  ])("accepts %s", (_, schema, value) => {
    expect(() => validateValue(schema, value)).not.toThrow();
  });

  test.each<[string, Schema, unknown]>([
    ["a struct of another schema", twin, new Struct(other).put("id", 1n)],
    ["a struct that lacks a field", twin, new Struct(twin)],
    ["a number for int64", INT64_SCHEMA, 5],
    ["a bigint beyond 64 bits", INT64_SCHEMA, 2n ** 63n],
    ["a bigint for int32", INT32_SCHEMA, 5n],
    ["a number too large", INT8_SCHEMA, 128],
    ["a fraction", INT16_SCHEMA, 1.5],
    ["a number of another type", INT8_SCHEMA, new Numeric("INT16", 5)],
    ["a double that says so for a float", FLOAT32_SCHEMA, new Numeric("FLOAT64", 5)],
    ["the base of a logical type", dateSchema().build(), 5],
    ["a null element", SchemaBuilder.array(INT32_SCHEMA).build(), [1, null]],
    ["a wrong key", SchemaBuilder.map(INT32_SCHEMA, STRING_SCHEMA).build(), new Map([["1", "a"]])],
    ["an object for a map", SchemaBuilder.map(STRING_SCHEMA, STRING_SCHEMA).build(), { a: "b" }],
    ["null", STRING_SCHEMA, null],
  ])("refuses %s, without telling the value", (_, schema, value) => {
    expect(() => validateValue(schema, value, "f")).toThrow(DataError);
    expect(() => validateValue(schema, value, "f")).toThrow(/for field "(f|id)"/);
  });
});
