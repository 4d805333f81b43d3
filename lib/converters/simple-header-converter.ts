import {
  ConfigDef,
  type Converter,
  type ConverterPlugin,
  type HeaderConverter,
  parseText,
  type Schema,
  type SchemaAndValue,
  type ValueEncoder,
  valueText,
} from "../connect/index.ts";
import { utf8 } from "./text/charset.ts";

/** `org.apache.kafka.connect.storage.SimpleHeaderConverter`, the default for headers (connect.md §2.6, §3.4). */
export const simpleHeaderConverter: ConverterPlugin = {
  className: "org.apache.kafka.connect.storage.SimpleHeaderConverter",
  version: "0.1.0",
  config: new ConfigDef({}),
  create: () => new SimpleHeaderConverter(),
};

class SimpleHeaderConverter implements Converter, HeaderConverter {
  compile(topic: string, schema: Schema | null): ValueEncoder {
    return { encode: (value) => this.fromConnectHeader(topic, "", schema, value) };
  }

  toConnectData(topic: string, bytes: Uint8Array | null): SchemaAndValue {
    return this.toConnectHeader(topic, "", bytes);
  }

  fromConnectHeader(_topic: string, _key: string, schema: Schema | null, value: unknown): Uint8Array | null {
    return value === null || value === undefined ? null : utf8.encode(valueText(value, schema));
  }

  toConnectHeader(_topic: string, _key: string, bytes: Uint8Array | null): SchemaAndValue {
    return bytes === null ? { schema: null, value: null } : parseText(utf8.decode(bytes));
  }
}
