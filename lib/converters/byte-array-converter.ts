import {
  ConfigDef,
  type Converter,
  type ConverterPlugin,
  DataError,
  type HeaderConverter,
  kindOf,
  OPTIONAL_BYTES_SCHEMA,
  type Schema,
  type SchemaAndValue,
  type ValueEncoder,
} from "../connect/index.ts";

/** `org.apache.kafka.connect.converters.ByteArrayConverter`: bytes as they are (connect.md §3.4). */
export const byteArrayConverter: ConverterPlugin = {
  className: "org.apache.kafka.connect.converters.ByteArrayConverter",
  version: "0.1.0",
  config: new ConfigDef({}),
  create: () => new ByteArrayConverter(),
};

class ByteArrayConverter implements Converter, HeaderConverter {
  compile(_topic: string, schema: Schema | null): ValueEncoder {
    return { encode: (value) => encode(schema, value) };
  }

  toConnectData(_topic: string, bytes: Uint8Array | null): SchemaAndValue {
    return { schema: OPTIONAL_BYTES_SCHEMA, value: bytes };
  }

  fromConnectHeader(_topic: string, _key: string, schema: Schema | null, value: unknown): Uint8Array | null {
    return encode(schema, value);
  }

  toConnectHeader(topic: string, _key: string, bytes: Uint8Array | null): SchemaAndValue {
    return this.toConnectData(topic, bytes);
  }
}

function encode(schema: Schema | null, value: unknown): Uint8Array | null {
  if (schema && schema.type !== "BYTES") {
    throw new DataError(`ByteArrayConverter writes values of type BYTES; the schema's type is ${schema.type}`);
  }
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return value;
  throw new DataError(`ByteArrayConverter writes bytes; the value is of kind ${kindOf(value)}`);
}
