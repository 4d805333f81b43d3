/** What a map of a source partition or a source offset may hold: primitives only, integers as bigint. */
export type OffsetValue = string | boolean | number | bigint | null;

/** What a position belongs to: a table, a file, a queue. Build it with the same keys and types every time. */
export type SourcePartition = Readonly<Record<string, OffsetValue>>;

/** The position to go on from, inside a source partition. */
export type SourceOffset = Readonly<Record<string, OffsetValue>>;

/** Reads the offsets of the connector as they were when the task's lease began (Kafka Connect's `OffsetStorageReader`). */
export interface OffsetReader {
  /**
   * The offset last checkpointed for that source partition; undefined if there is none, or it was reset.
   * Every integer comes back as a bigint, whatever it was written as.
   *
   * @throws DataError if what is stored is no offset.
   */
  offset(partition: SourcePartition): Promise<SourceOffset | undefined>;
  /** The same for several; the answers are in the order of the question. */
  offsets(partitions: readonly SourcePartition[]): Promise<(SourceOffset | undefined)[]>;
}
