import type { RecordBatch } from "../../ports/index.ts";
import { crc32c } from "./crc32c.ts";

/** Bytes of a record batch before its records section (https://kafka.apache.org/documentation/#recordbatch). */
export const BATCH_HEADER_BYTES = 61;

const CRC_AT = 17;
const ATTRIBUTES_AT = 21;

/** Who writes the batch, so that the broker can tell a repeated batch from a new one. */
export interface ProducerIdentity {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

/**
 * The header that makes a batch of the log from a records section.
 *
 * @param records The records section as it is sent: compressed, if it is.
 * @param sequence Sequence number of the batch's first record in its partition.
 * @param compressionId The codec's id, as Kafka numbers them.
 */
export function recordBatchHeader(
  batch: RecordBatch,
  records: Uint8Array,
  identity: ProducerIdentity,
  sequence: number,
  compressionId: number,
): Buffer {
  const header = Buffer.allocUnsafe(BATCH_HEADER_BYTES);
  header.writeBigInt64BE(0n, 0);
  header.writeInt32BE(BATCH_HEADER_BYTES - 12 + records.length, 8);
  header.writeInt32BE(-1, 12);
  header.writeInt8(2, 16);
  header.writeInt16BE(compressionId, ATTRIBUTES_AT);
  header.writeInt32BE(batch.count - 1, 23);
  header.writeBigInt64BE(batch.baseTimestamp, 27);
  header.writeBigInt64BE(batch.maxTimestamp, 35);
  header.writeBigInt64BE(identity.producerId, 43);
  header.writeInt16BE(identity.producerEpoch, 51);
  header.writeInt32BE(sequence, 53);
  header.writeInt32BE(batch.count, 57);
  header.writeUInt32BE(crc32c(records, crc32c(header.subarray(ATTRIBUTES_AT))), CRC_AT);
  return header;
}

const MAX_SEQUENCE = 2 ** 31 - 1;

/** The sequence number that follows `count` records; after 2^31 - 1 it starts again from 0. */
export function nextSequence(sequence: number, count: number): number {
  const next = sequence + count;
  return next > MAX_SEQUENCE ? next - MAX_SEQUENCE - 1 : next;
}
