import type { SourceOffset, SourcePartition } from "./offset.ts";
import type { Schema } from "./schema.ts";

/** A header of a record. The same key may occur several times; the order is kept. */
export interface Header {
  readonly key: string;
  readonly schema: Schema | null;
  readonly value: unknown;
}

/** A record as a connector hands it over (`org.apache.kafka.connect.source.SourceRecord`). Never changed, only replaced. */
export interface SourceRecord {
  /** What the position belongs to; null: this record carries no position. */
  readonly sourcePartition: SourcePartition | null;
  /** The position to go on from once this record is acknowledged. */
  readonly sourceOffset: SourceOffset | null;
  readonly topic: string;
  /** Partition of the topic; null: chosen from the key as Java's producer does. */
  readonly kafkaPartition?: number | null;
  readonly keySchema: Schema | null;
  readonly key: unknown;
  readonly valueSchema: Schema | null;
  /** null with a null schema is a tombstone. */
  readonly value: unknown;
  /** Milliseconds since 1970-01-01 UTC; null: the time of sending. */
  readonly timestamp?: bigint | null;
  readonly headers?: readonly Header[];
}
