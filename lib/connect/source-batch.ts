import type { SourceRecord } from "./source-record.ts";

/**
 * What one poll returns and what goes from stage to stage: many records at once, never one.
 * Further kinds (rows as they came over the wire, with a column plan) join this union.
 */
export type SourceBatch = RecordsBatch;

/** Records as objects: the general form, which every stage understands. */
export interface RecordsBatch {
  readonly kind: "records";
  readonly records: readonly SourceRecord[];
}

/** A batch of records. */
export const recordsBatch = (records: readonly SourceRecord[]): RecordsBatch => ({ kind: "records", records });
