import type { SourceRecord } from "../connect/index.ts";

/** A header as it goes over the wire. */
export interface EncodedHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

/** A record after transforms and converters: what `produce` takes. */
export interface EncodedRecord {
  /** The record as the connector returned it: its source offset is what gets checkpointed. */
  readonly source: SourceRecord;
  readonly topic: string;
  /** null: chosen from the key as Java's producer does. */
  readonly kafkaPartition: number | null;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** Milliseconds since 1970-01-01 UTC; null: the time of sending. */
  readonly timestamp: bigint | null;
  readonly headers: readonly EncodedHeader[];
}
