import type { RecordBatch } from "../../../lib/ports/index.ts";

/** A record batch as a broker reads it from a Produce request. */
export interface ProducedBatch extends RecordBatch {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  /** Sequence number of the first record. */
  readonly sequence: number;
}

/** Where a batch is meant to go, and its bytes. */
interface Frame {
  readonly topic: string;
  readonly partition: number;
  readonly header: Uint8Array;
  readonly records: Uint8Array;
}

/**
 * Reads the header of an uncompressed batch (https://kafka.apache.org/documentation/#recordbatch). The records are
 * copied: what is on its way does not change when the sender uses its buffer again.
 */
export function readProducedBatch({ topic, partition, header, records }: Frame): ProducedBatch {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  return {
    topic,
    partition,
    records: new Uint8Array(records),
    baseTimestamp: view.getBigInt64(27),
    maxTimestamp: view.getBigInt64(35),
    producerId: view.getBigInt64(43),
    producerEpoch: view.getInt16(51),
    sequence: view.getInt32(53),
    count: view.getInt32(57),
  };
}
