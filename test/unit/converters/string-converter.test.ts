import { describe, expect, test } from "vitest";
import {
  BigDecimal,
  FLOAT32_SCHEMA,
  FLOAT64_SCHEMA,
  Instant,
  INT32_SCHEMA,
  OPTIONAL_STRING_SCHEMA,
  type Schema,
  SchemaBuilder,
  STRING_SCHEMA,
  Struct,
} from "../../../lib/connect/index.ts";
import { stringConverter } from "../../../lib/converters/index.ts";
import { converterContract } from "../../contracts/converter.ts";

const text = (value: string): { readonly schema: Schema; readonly value: string } => ({
  schema: OPTIONAL_STRING_SCHEMA,
  value,
});

converterContract({
  plugin: stringConverter,
  samples: [
    { schema: STRING_SCHEMA, value: "née", readAs: text("née") },
    { schema: FLOAT64_SCHEMA, value: 1, readAs: text("1.0") },
    { schema: null, value: 1n, readAs: text("1") },
  ],
  refuses: { schema: null, value: { a: 1 } },
  refusesConfig: { props: { "converter.encoding": "EBCDIC" }, key: "converter.encoding" },
});

async function textOf(schema: Schema | null, value: unknown): Promise<string> {
  const encoder = await stringConverter.create({}, "value").compile("t", schema);
  return Buffer.from(encoder.encode(value) ?? []).toString("utf8");
}

describe("StringConverter writes", () => {
  const struct = SchemaBuilder.struct()
    .field("a", FLOAT32_SCHEMA)
    .field("b", OPTIONAL_STRING_SCHEMA)
    .field("c", SchemaBuilder.array(FLOAT64_SCHEMA).build())
    .build();

  test.each<[string, Schema | null, unknown]>([
    ["Struct{a=0.1,c=[1.0, 2.5]}", struct, new Struct(struct).put("a", Math.fround(0.1)).put("c", [1, 2.5])],
    ["{7=[x, null]}", null, new Map([[7, ["x", null]]])],
    ["1.0E10", FLOAT64_SCHEMA, 1e10],
    ["10000000", INT32_SCHEMA, 1e7],
    ["12.30", null, new BigDecimal(1230n, 2)],
    ["AQI=", null, Uint8Array.of(1, 2)],
    ["true", null, true],
    ["Tue Nov 14 22:13:20 UTC 2023", null, new Instant(1_700_000_000_123n)],
  ])("%s", async (expected, schema, value) => {
    expect(await textOf(schema, value)).toBe(expected);
  });

  test.each([
    ["UTF-8", "a\uD800é\uFFFD", [0x61, 0x3f, 0xc3, 0xa9, 0xef, 0xbf, 0xbd]],
    ["iso-8859-1", "é€😀", [0xe9, 0x3f, 0x3f]],
    ["UTF-16", "é", [0xfe, 0xff, 0x00, 0xe9]],
    ["UTF-16LE", "é", [0xe9, 0x00]],
  ])("%s bytes", (encoding, value, expected) => {
    const converter = stringConverter.create({ "converter.encoding": encoding }, "value");
    expect([...(converter.fromConnectHeader("t", "h", STRING_SCHEMA, value) ?? [])]).toEqual(expected);
  });

  test.each([
    ["UTF-8", [0xed, 0xa0, 0x80, 0x61, 0xed, 0xa0], "\uFFFDa\uFFFD"],
    ["UTF-8", [0xef, 0xbb, 0xbf, 0x61], "\uFEFFa"],
    ["US-ASCII", [0x61, 0xe9], "a\uFFFD"],
    ["UTF-16", [0xff, 0xfe, 0x61, 0x00], "a"],
  ])("and reads %s bytes %j", async (encoding, bytes, expected) => {
    const converter = stringConverter.create({ "converter.encoding": encoding }, "value");
    expect((await converter.toConnectData("t", Uint8Array.from(bytes))).value).toBe(expected);
  });
});
