import type { Converter, ConverterPlugin, ConverterType, HeaderConverter } from "../../../lib/connect/index.ts";
import * as converters from "../../../lib/converters/index.ts";
import { decodeSchema, decodeValue } from "../neutral-decoder.ts";
import { encodeSchema, encodeValue } from "../neutral-encoder.ts";
import { inPhase, NotSupported } from "../outcome.ts";
import { isRecord, type Vector } from "../vector.ts";

const TOPIC = "topic";

/** What a vector calls the converters, and their simple class names. */
const CLASSES: Readonly<Record<string, string>> = {
  json: "JsonConverter",
  string: "StringConverter",
  bytearray: "ByteArrayConverter",
  short: "ShortConverter",
  integer: "IntegerConverter",
  long: "LongConverter",
  float: "FloatConverter",
  double: "DoubleConverter",
  boolean: "BooleanConverter",
  simpleheader: "SimpleHeaderConverter",
};

/** The simple class name of the converter that a vector is about. */
export const converterClass = (input: Vector["in"]): string =>
  CLASSES[String(input["converter"])] ?? String(input["converter"]);

function pluginOf(input: Vector["in"]): ConverterPlugin {
  const name = converterClass(input);
  const plugin = Object.values(converters).find(({ className }) => className.endsWith(`.${name}`));
  if (!plugin) throw new NotSupported(name);
  return plugin;
}

const configure = (input: Vector["in"]): Promise<Converter & HeaderConverter> =>
  inPhase("configure", () => {
    const given = isRecord(input["config"]) ? Object.entries(input["config"]) : [];
    const config = Object.fromEntries(given.map(([key, value]) => [key, typeof value === "string" ? value : null]));
    return pluginOf(input).create(config, typeOf(input));
  });

function typeOf(input: Vector["in"]): ConverterType {
  if (input["header"] !== undefined) return "header";
  return input["isKey"] === true ? "key" : "value";
}

/** `Converter.fromConnectData` or `HeaderConverter.fromConnectHeader`; the bytes. */
export async function converterFromOp(input: Vector["in"]): Promise<unknown> {
  const { schema, value } = await inPhase("decode", () => {
    const schema = decodeSchema(input["schema"]);
    return { schema, value: decodeValue(input["value"], schema) };
  });
  const converter = await configure(input);
  return inPhase("apply", async () => {
    if (typeof input["header"] === "string") return converter.fromConnectHeader(TOPIC, input["header"], schema, value);
    return (await converter.compile(TOPIC, schema)).encode(value);
  });
}

/** `Converter.toConnectData` or `HeaderConverter.toConnectHeader`; schema and value, or null if there is neither. */
export async function converterToOp(input: Vector["in"]): Promise<unknown> {
  const { utf8, bytes, header } = input;
  const given = typeof utf8 === "string" ? Buffer.from(utf8, "utf8") : null;
  const encoded = typeof bytes === "string" ? Buffer.from(bytes, "base64") : given;
  const converter = await configure(input);
  const { schema, value } = await inPhase("apply", () =>
    typeof header === "string"
      ? converter.toConnectHeader(TOPIC, header, encoded)
      : converter.toConnectData(TOPIC, encoded),
  );
  return { schema: encodeSchema(schema), value: encodeValue(value, schema) };
}
