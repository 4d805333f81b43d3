import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BOOLEAN_SCHEMA,
  ConnectError,
  INT32_SCHEMA,
  INT64_SCHEMA,
  isEqualSchema,
  isEqualValue,
  OPTIONAL_STRING_SCHEMA,
  type Schema,
  SchemaBuilder,
  STRING_SCHEMA,
  Struct,
} from "../../../lib/connect/index.ts";
import { jsonConverter } from "../../../lib/converters/index.ts";
import { converterContract, sameText } from "../../contracts/converter.ts";
import { anySchema, anything, valueOf } from "./arbitrary-data.ts";

const rowSchema = SchemaBuilder.struct()
  .name("row")
  .field("id", INT64_SCHEMA)
  .field("note", OPTIONAL_STRING_SCHEMA)
  .build();
const row = new Struct(rowSchema).put("id", 9007199254740993n);

converterContract({
  plugin: jsonConverter,
  samples: [
    sameText("née"),
    { schema: rowSchema, value: row, readAs: { schema: rowSchema, value: row } },
    { schema: null, value: new Map([["a", 5n]]), readAs: { schema: null, value: new Map([["a", 5n]]) } },
  ],
  refuses: { schema: INT32_SCHEMA, value: 5n },
  refusesConfig: { props: { "decimal.format": "HEX" }, key: "decimal.format" },
});

const textOf = async (props: Record<string, string>, schema: Schema | null, value: unknown): Promise<string> => {
  const encoder = await jsonConverter.create(props, "value").compile("t", schema);
  return Buffer.from(encoder.encode(value) ?? []).toString("utf8");
};

describe("JsonConverter", () => {
  const anyDatum = anySchema.chain((schema) => fc.tuple(fc.constant(schema), valueOf(schema)));

  test.each(["BASE64", "NUMERIC"])("reads back whatever it wrote (%s)", async (format) => {
    await fc.assert(
      fc.asyncProperty(anyDatum, async ([schema, value]) => {
        const converter = jsonConverter.create({ "decimal.format": format }, "value");
        const bytes = (await converter.compile("t", schema)).encode(value);
        const read = await converter.toConnectData("t", bytes);
        return isEqualSchema(read.schema, schema) && isEqualValue(read.value, value);
      }),
      { numRuns: 300 },
    );
  });

  test("writes JSON that JSON.parse reads, whatever the value", async () => {
    await fc.assert(
      fc.asyncProperty(anyDatum, async ([schema, value]) => {
        JSON.parse(await textOf({}, schema, value));
      }),
      { numRuns: 200 },
    );
  });

  test("throws typed errors only, whatever it has to write", async () => {
    await fc.assert(
      fc.asyncProperty(fc.option(anySchema), anything, async (schema, value) => {
        try {
          await textOf({}, schema, value);
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("throws typed errors only, whatever it has to read", async () => {
    const schemaNode = fc.record(
      {
        type: fc.constantFrom("struct", "array", "map", "int8", "float", "bytes", "string", "no such type"),
        name: fc.constantFrom("org.apache.kafka.connect.data.Decimal", "org.apache.kafka.connect.data.Date", "x"),
        items: fc.json().map((text): unknown => JSON.parse(text)),
        fields: fc.constantFrom([], [{ field: "a", type: "int32" }], [{ field: 1 }], {}),
        default: fc.jsonValue(),
        parameters: fc.constantFrom({ scale: "2" }, { scale: "x" }, {}, []),
      },
      { requiredKeys: [] },
    );
    const document = fc.oneof(
      fc.json(),
      fc.string({ unit: "binary" }),
      fc.record({ schema: schemaNode, payload: fc.jsonValue() }).map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(document, fc.boolean(), async (text, schemas) => {
        const converter = jsonConverter.create({ "schemas.enable": String(schemas) }, "value");
        try {
          await converter.toConnectData("t", Buffer.from(text, "utf8"));
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectError);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("writes the null of a schema as the envelope of null, and without schemas as null", async () => {
    const envelope = '{"schema":{"type":"string","optional":true},"payload":null}';
    expect(await textOf({}, OPTIONAL_STRING_SCHEMA, null)).toBe(envelope);
    expect(await textOf({ "schemas.enable": "false" }, OPTIONAL_STRING_SCHEMA, null)).toBe("null");
  });

  test("takes a struct of an equal schema, and none of another", async () => {
    const twin = new Struct(
      SchemaBuilder.struct().name("row").field("id", INT64_SCHEMA).field("note", OPTIONAL_STRING_SCHEMA).build(),
    ).put("id", 1n);
    const stranger = new Struct(SchemaBuilder.struct().name("row").field("id", INT64_SCHEMA).build()).put("id", 1n);
    const off = { "schemas.enable": "false" };
    expect(await textOf(off, rowSchema, twin)).toBe('{"id":1,"note":null}');
    await expect(textOf(off, rowSchema, stranger)).rejects.toThrow("another schema");
  });

  test("names the field that does not fit", async () => {
    const outer = SchemaBuilder.struct()
      .field("o", SchemaBuilder.struct().field("flag", BOOLEAN_SCHEMA).build())
      .build();
    const inner = new Struct(outer.fields[0]?.schema ?? rowSchema);
    const value = Struct.ofValidated(outer, [inner]);
    await expect(textOf({}, outer, value)).rejects.toThrow('null for field "o.flag"');
  });

  test("grows with the value and goes on small", async () => {
    const encoder = await jsonConverter.create({ "schemas.enable": "false" }, "value").compile("t", null);
    const large = "x".repeat(300_000);
    expect(Buffer.from(encoder.encode([large, 1]) ?? []).toString()).toBe(`["${large}",1]`);
    expect(Buffer.from(encoder.encode([1]) ?? []).toString()).toBe("[1]");
  });

  test("reads a schema once and remembers the last ones", async () => {
    const converter = jsonConverter.create({ "schemas.cache.size": "2" }, "value");
    const read = async (type: string): Promise<Schema | null> =>
      (await converter.toConnectData("t", Buffer.from(`{"schema":{"type":"${type}"},"payload":1}`))).schema;
    const int8 = await read("int8");
    const int16 = await read("int16");
    expect(await read("int8")).toBe(int8);
    await read("int32");
    expect(await read("int8")).toBe(int8);
    expect(await read("int16")).not.toBe(int16);
  });

  test("leaves the text of a schema's default to the schema", async () => {
    const schema = SchemaBuilder.string().default("none").build();
    const bytes = Buffer.from('{"schema":{"type":"string","default":"none"},"payload":null}');
    const { value } = await jsonConverter.create({}, "value").toConnectData("t", bytes);
    expect(value).toBe("none");
    expect(await textOf({ "schemas.enable": "false" }, schema, null)).toBe('"none"');
    expect(await textOf({ "schemas.enable": "false" }, STRING_SCHEMA, "none")).toBe('"none"');
  });
});
