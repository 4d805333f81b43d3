import {
  ConnectError,
  type ConfigProps,
  type Converter,
  type ConverterType,
  type HeaderConverter,
  type Schema,
  type SourceBatch,
  type SourceRecord,
  type Stage,
  type ValueEncoder,
} from "../connect/index.ts";
import { withoutPrefix } from "./config/connector-config.ts";
import type { EncodedHeader, EncodedRecord } from "./encoded-record.ts";
import { errorMessage } from "./error-trace.ts";
import { recordOrigin } from "./record-origin.ts";
import { findPlugin, type Plugins } from "./config/plugins.ts";

/** Turns a batch into bytes: headers, key, value, in Kafka Connect's order. Asynchronous only for a schema never seen. */
export type Convert = (batch: SourceBatch) => Promise<EncodedRecord[]>;

const NO_HEADERS: readonly EncodedHeader[] = [];

/** The convert stage with the converters of a connector: its own, else the worker's (connect.md §3.1). @throws ConfigError */
export function createConvert(connector: ConfigProps, worker: ConfigProps, plugins: Plugins): Convert {
  const key = new CompiledConverter(createConverter("key", connector, worker, plugins), "KEY_CONVERTER");
  const value = new CompiledConverter(createConverter("value", connector, worker, plugins), "VALUE_CONVERTER");
  const header = createConverter("header", connector, worker, plugins);

  return async (batch) => {
    const encoded: EncodedRecord[] = [];
    for (const record of batch.records) {
      const headers = convertHeaders(header, record);
      const keyEncoder = key.known(record.topic, record.keySchema) ?? (await key.compile(record, record.keySchema));
      const keyBytes = key.encode(keyEncoder, record, record.key);
      const valueEncoder =
        value.known(record.topic, record.valueSchema) ?? (await value.compile(record, record.valueSchema));
      encoded.push({
        source: record,
        topic: record.topic,
        kafkaPartition: record.kafkaPartition ?? null,
        key: keyBytes,
        value: value.encode(valueEncoder, record, record.value),
        timestamp: record.timestamp ?? null,
        headers,
      });
    }
    return encoded;
  };
}

/** A connector's own converter gets only its own keys; the worker's gets the worker's. */
function createConverter(
  type: ConverterType,
  connector: ConfigProps,
  worker: ConfigProps,
  plugins: Plugins,
): Converter & HeaderConverter {
  const key = `${type}.converter`;
  const props = connector[key] ? connector : worker;
  const className = props[key] ?? "org.apache.kafka.connect.storage.SimpleHeaderConverter";
  return findPlugin(plugins.converters, key, className).create(withoutPrefix(props, `${key}.`), type);
}

/** A converter and the encoders it has compiled, by topic and schema. */
class CompiledConverter {
  readonly #converter: Converter;
  readonly #stage: Stage;
  readonly #encoders = new Map<string, Map<Schema | null, ValueEncoder>>();

  constructor(converter: Converter, stage: Stage) {
    this.#converter = converter;
    this.#stage = stage;
  }

  known(topic: string, schema: Schema | null): ValueEncoder | undefined {
    return this.#encoders.get(topic)?.get(schema);
  }

  async compile(record: SourceRecord, schema: Schema | null): Promise<ValueEncoder> {
    const { topic } = record;
    try {
      const encoder = await this.#converter.compile(topic, schema);
      const ofTopic = this.#encoders.get(topic) ?? new Map<Schema | null, ValueEncoder>();
      // A source that builds a schema anew for every record must not fill the memory.
      if (ofTopic.size >= 1000) ofTopic.clear();
      this.#encoders.set(topic, ofTopic.set(schema, encoder));
      return encoder;
    } catch (error) {
      throw conversionError(this.#stage, record, error);
    }
  }

  encode(encoder: ValueEncoder, record: SourceRecord, value: unknown): Uint8Array | null {
    try {
      return encoder.encode(value);
    } catch (error) {
      throw conversionError(this.#stage, record, error);
    }
  }
}

function convertHeaders(converter: HeaderConverter, record: SourceRecord): readonly EncodedHeader[] {
  if (!record.headers || record.headers.length === 0) return NO_HEADERS;
  try {
    return record.headers.map(({ key, schema, value }) => ({
      key,
      value: converter.fromConnectHeader(record.topic, key, schema, value),
    }));
  } catch (error) {
    throw conversionError("HEADER_CONVERTER", record, error);
  }
}

function conversionError(stage: Stage, record: SourceRecord, cause: unknown): ConnectError {
  return new ConnectError(
    `A record ${recordOrigin(record, record.topic)} could not be converted, stage ${stage}: ${errorMessage(cause)}`,
    { cause, stage, retriable: cause instanceof ConnectError && cause.retriable },
  );
}
