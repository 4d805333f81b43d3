import type { ConnectionOptions } from "node:tls";
import type { SASLOptions } from "kafkajs";
import type { CompressionType } from "./compression.ts";

/** Host and port of a Kafka node. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Kafka client properties as the code needs them (`client-config.ts` reads them). Times in ms, sizes in bytes. */
export interface ClientSettings {
  /** As written, for messages. */
  readonly bootstrapServers: string;
  readonly bootstrap: readonly Address[];
  readonly clientId: string;
  /** null: no TLS. */
  readonly ssl: ConnectionOptions | null;
  /** null: no authentication. */
  readonly sasl: SASLOptions | null;
  /** As the user writes it, for messages. */
  readonly saslMechanism: string | undefined;
  readonly connectionSetupTimeoutMs: number;
  readonly connectionsMaxIdleMs: number;
  readonly requestTimeoutMs: number;
  readonly deliveryTimeoutMs: number;
  /** Tries after the first one. */
  readonly retries: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly maxBlockMs: number;
  readonly metadataMaxAgeMs: number;
  readonly maxInFlight: number;
  readonly maxRequestSize: number;
  readonly compression: { readonly type: CompressionType; readonly gzip: number; readonly zstd: number };
}
