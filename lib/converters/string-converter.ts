import {
  ConfigDef,
  ConfigError,
  type ConfigProps,
  type Converter,
  type ConverterPlugin,
  type HeaderConverter,
  OPTIONAL_STRING_SCHEMA,
  type Schema,
  type SchemaAndValue,
  type ValueEncoder,
} from "../connect/index.ts";
import { type Charset, charsetOf } from "./text/charset.ts";
import { javaText } from "./text/java-text.ts";

const config = new ConfigDef({
  "converter.encoding": {
    type: "STRING",
    default: "UTF-8",
    importance: "HIGH",
    doc: "Character encoding: UTF-8, US-ASCII, ISO-8859-1, UTF-16, UTF-16BE or UTF-16LE.",
  },
});

/** `org.apache.kafka.connect.storage.StringConverter`: text of any value (connect.md §3.4). */
export const stringConverter: ConverterPlugin = {
  className: "org.apache.kafka.connect.storage.StringConverter",
  version: "0.1.0",
  config,
  create: (props) => new StringConverter(props),
};

class StringConverter implements Converter, HeaderConverter {
  readonly #charset: Charset;

  constructor(props: ConfigProps) {
    const { "converter.encoding": encoding } = config.parse(props);
    const charset = charsetOf(encoding);
    if (!charset) {
      throw new ConfigError(
        `Invalid value ${encoding} for configuration converter.encoding: use UTF-8, US-ASCII, ISO-8859-1, UTF-16, UTF-16BE or UTF-16LE`,
      );
    }
    this.#charset = charset;
  }

  compile(_topic: string, schema: Schema | null): ValueEncoder {
    const charset = this.#charset;
    return {
      encode(value) {
        if (value === null || value === undefined) return null;
        return charset.encode(typeof value === "string" ? value : javaText(value, schema));
      },
    };
  }

  toConnectData(_topic: string, bytes: Uint8Array | null): SchemaAndValue {
    return { schema: OPTIONAL_STRING_SCHEMA, value: bytes === null ? null : this.#charset.decode(bytes) };
  }

  fromConnectHeader(topic: string, _key: string, schema: Schema | null, value: unknown): Uint8Array | null {
    return this.compile(topic, schema).encode(value);
  }

  toConnectHeader(topic: string, _key: string, bytes: Uint8Array | null): SchemaAndValue {
    return this.toConnectData(topic, bytes);
  }
}
