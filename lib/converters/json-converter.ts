import {
  ConfigDef,
  type ConfigProps,
  type Converter,
  type ConverterPlugin,
  type HeaderConverter,
  oneOfIgnoringCase,
  type Schema,
  type SchemaAndValue,
  type ValueEncoder,
} from "../connect/index.ts";
import { JsonDecoder } from "./json/decoder.ts";
import { JsonEncoderCompiler } from "./json/encoder.ts";
import type { JsonOptions } from "./json/options.ts";

const config = new ConfigDef({
  "schemas.enable": {
    type: "BOOLEAN",
    default: true,
    importance: "HIGH",
    doc: 'Whether each message carries its schema: `{"schema":…,"payload":…}` instead of the payload alone.',
  },
  "schemas.cache.size": {
    type: "INT",
    default: 1000,
    importance: "HIGH",
    doc: "How many schemas of messages read are remembered. Writing remembers the schema of every topic.",
  },
  "decimal.format": {
    type: "STRING",
    default: "BASE64",
    validator: oneOfIgnoringCase("BASE64", "NUMERIC"),
    importance: "LOW",
    doc: "How decimals are written: BASE64 for their exact bytes, NUMERIC for a JSON number. Both are read.",
  },
  "replace.null.with.default": {
    type: "BOOLEAN",
    default: true,
    importance: "LOW",
    doc: "Whether a null is replaced by the default of its schema, if that has one.",
  },
});

/** `org.apache.kafka.connect.json.JsonConverter` (connect.md §3.2). */
export const jsonConverter: ConverterPlugin = {
  className: "org.apache.kafka.connect.json.JsonConverter",
  version: "0.1.0",
  config,
  create: (props) => new JsonConverter(props),
};

class JsonConverter implements Converter, HeaderConverter {
  readonly #compiler: JsonEncoderCompiler;
  readonly #decoder: JsonDecoder;
  readonly #encoders = new WeakMap<Schema, ValueEncoder>();
  readonly #schemaless: ValueEncoder;

  constructor(props: ConfigProps) {
    const parsed = config.parse(props);
    const options: JsonOptions = {
      schemas: parsed["schemas.enable"],
      decimalFormat: parsed["decimal.format"].toUpperCase() === "NUMERIC" ? "NUMERIC" : "BASE64",
      replaceNullWithDefault: parsed["replace.null.with.default"],
    };
    this.#compiler = new JsonEncoderCompiler(options);
    this.#decoder = new JsonDecoder(options, parsed["schemas.cache.size"]);
    this.#schemaless = this.#compiler.compile(null);
  }

  compile(_topic: string, schema: Schema | null): ValueEncoder {
    if (!schema) return this.#schemaless;
    const known = this.#encoders.get(schema);
    if (known) return known;
    const encoder = this.#compiler.compile(schema);
    this.#encoders.set(schema, encoder);
    return encoder;
  }

  toConnectData(_topic: string, bytes: Uint8Array | null): SchemaAndValue {
    return this.#decoder.decode(bytes);
  }

  fromConnectHeader(topic: string, _key: string, schema: Schema | null, value: unknown): Uint8Array | null {
    return this.compile(topic, schema).encode(value);
  }

  toConnectHeader(topic: string, _key: string, bytes: Uint8Array | null): SchemaAndValue {
    return this.toConnectData(topic, bytes);
  }
}
