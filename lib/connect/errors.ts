/** Where in the way of a record something failed. Kafka Connect's own stage names (`org.apache.kafka.connect.runtime.errors.Stage`). */
export type Stage =
  | "TASK_POLL"
  | "TRANSFORMATION"
  | "HEADER_CONVERTER"
  | "KEY_CONVERTER"
  | "VALUE_CONVERTER"
  | "KAFKA_PRODUCE";

export interface ConnectErrorOptions {
  /** What went wrong underneath. */
  readonly cause?: unknown;
  /** Whether doing the same again may succeed. Default: false. */
  readonly retriable?: boolean;
  /** Where it failed, if that is known where it is thrown. */
  readonly stage?: Stage;
}

/**
 * Base of every error that Sluice throws on purpose: one sentence that names the connector, task, key or row that
 * caused it and what to do. Never holds a secret.
 */
export class ConnectError extends Error {
  override readonly name: string = "ConnectError";
  readonly retriable: boolean;
  readonly stage: Stage | undefined;

  constructor(message: string, options: ConnectErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retriable = options.retriable ?? false;
    this.stage = options.stage;
  }
}

/** The same call may succeed later: the worker waits and tries again. Thrown by `poll`, transforms and converters. */
export class RetriableError extends ConnectError {
  override readonly name = "RetriableError";

  constructor(message: string, options: Omit<ConnectErrorOptions, "retriable"> = {}) {
    super(message, { ...options, retriable: true });
  }
}

/** A value, a schema or bytes that do not fit what they are declared to be. */
export class DataError extends ConnectError {
  override readonly name: string = "DataError";
}

/** A schema that contradicts itself (Kafka Connect's `SchemaBuilderException`). */
export class SchemaBuilderError extends DataError {
  override readonly name = "SchemaBuilderError";
}

/** A configuration that cannot be used. Not retried until the configuration changes. */
export class ConfigError extends ConnectError {
  override readonly name = "ConfigError";
}
