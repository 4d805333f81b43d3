/** The records of one Kafka partition, encoded and in order: what becomes one record batch (magic 2) in the log. */
export interface RecordBatch {
  readonly topic: string;
  readonly partition: number;
  /**
   * The batch's records section, uncompressed: `count` records one after the other as Kafka's record format v2 has
   * them, offset deltas from 0, timestamp deltas from `baseTimestamp`. Not touched again by the caller until the ack.
   */
  readonly records: Uint8Array;
  readonly count: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly baseTimestamp: bigint;
  readonly maxTimestamp: bigint;
}

/** Where Kafka put a batch: the record with offset delta d is at `baseOffset + d`. */
export interface Acknowledgement {
  readonly baseOffset: bigint;
}

/** Writes record batches to Kafka with `acks=all`, each once and in order within a partition (DESIGN §10). */
export interface RecordProducer {
  /** Largest records section that fits one request and one batch, in bytes. */
  readonly maxRecordsBytes: number;
  /**
   * Resolves when the batch is acknowledged. Batches of one partition are written in the order of the calls; several
   * may be under way. Retries by itself until the delivery timeout.
   *
   * @throws ConnectError when the batch can't be written; batches behind it in the same partition fail as well.
   */
  send(batch: RecordBatch): Promise<Acknowledgement>;
  /** Gives up batches under way, and the connections that carry them. Whether such a batch is written is not known. */
  close(): Promise<void>;
}
