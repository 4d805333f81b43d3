import type { ConfigDef, ConfigProps } from "./config-def.ts";
import type { Schema, SchemaAndValue } from "./schema.ts";

/** Turns values of one schema into bytes. Compiled once a schema, called for every record. */
export interface ValueEncoder {
  /** The value's bytes; null: no bytes at all, which Kafka takes for a tombstone. @throws DataError */
  encode(value: unknown): Uint8Array | null;
}

/** Turns Connect data into bytes and back (`org.apache.kafka.connect.storage.Converter`). */
export interface Converter {
  /**
   * An encoder for values of that schema (null: schemaless) in records of that topic. May ask a schema registry.
   *
   * @throws DataError if the converter can't write that schema.
   */
  compile(topic: string, schema: Schema | null): ValueEncoder | Promise<ValueEncoder>;
  /** Reads what an encoder wrote. @throws DataError if the bytes are something else. */
  toConnectData(topic: string, bytes: Uint8Array | null): SchemaAndValue | Promise<SchemaAndValue>;
}

/** Also converts single headers (`HeaderConverter`). */
export interface HeaderConverter {
  fromConnectHeader(topic: string, key: string, schema: Schema | null, value: unknown): Uint8Array | null;
  toConnectHeader(topic: string, key: string, bytes: Uint8Array | null): SchemaAndValue;
}

/** What a converter is for. */
export type ConverterType = "key" | "value" | "header";

/** A converter class as the registry lists it. */
export interface ConverterPlugin {
  /** The Java class name that stock configurations carry. The simple name, and it without `Converter`, are understood too. */
  readonly className: string;
  readonly version: string;
  readonly config: ConfigDef;
  /** A converter with its own keys, the prefix `value.converter.` taken off. @throws ConfigError */
  create(props: ConfigProps, type: ConverterType): Converter & HeaderConverter;
}
