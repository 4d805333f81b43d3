import type { RecordBatch } from "../../ports/index.ts";
import type { EncodedHeader, EncodedRecord } from "../encoded-record.ts";
import { varintSize, varlongSize, writeVarint, writeVarlong } from "./varint.ts";

const FIRST_CAPACITY = 16 * 1024;

/** What of a record goes over the wire. */
export type FramedRecord = Pick<EncodedRecord, "key" | "value" | "headers">;

/**
 * An open record batch of one Kafka partition: records are framed in place, in one buffer that grows up to a limit
 * (record format v2, https://kafka.apache.org/documentation/#record).
 */
export class RecordBatchBuilder {
  readonly topic: string;
  readonly partition: number;
  /** When it was opened: milliseconds since 1970-01-01 UTC. */
  readonly openedAt: number;
  #buffer: Buffer;
  #bytes = 0;
  #count = 0;
  #baseTimestamp = 0n;
  #maxTimestamp = 0n;

  /** @param buffer A buffer that nobody uses any more, to write to. */
  constructor(topic: string, partition: number, openedAt: number, buffer?: Buffer) {
    this.topic = topic;
    this.partition = partition;
    this.openedAt = openedAt;
    this.#buffer = buffer ?? Buffer.allocUnsafeSlow(FIRST_CAPACITY);
  }

  /** Size of the records section so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The buffer behind the batch: free for the next one once the batch is acknowledged. */
  get buffer(): Buffer {
    return this.#buffer;
  }

  /**
   * Appends a record.
   *
   * @param limit How large the records section may become, in bytes.
   * @returns Bytes that the record took, or minus what it would take if it does not fit (nothing is written then).
   */
  append(record: FramedRecord, timestamp: bigint, limit: number): number {
    const delta = this.#count === 0 || timestamp === this.#baseTimestamp ? 0n : timestamp - this.#baseTimestamp;
    const body = bodySize(record, delta, this.#count);
    const size = varintSize(body) + body;
    const end = this.#bytes + size;
    if (end > limit) return -size;
    if (end > this.#buffer.length) this.#grow(end, limit);
    writeRecord(record, body, delta, this.#count, this.#buffer, this.#bytes);
    if (this.#count === 0) this.#baseTimestamp = this.#maxTimestamp = timestamp;
    else if (timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp;
    this.#bytes = end;
    this.#count++;
    return size;
  }

  /** The batch as it stands; nothing may be appended afterwards. */
  finish(): RecordBatch {
    return {
      topic: this.topic,
      partition: this.partition,
      records: this.#buffer.subarray(0, this.#bytes),
      count: this.#count,
      baseTimestamp: this.#baseTimestamp,
      maxTimestamp: this.#maxTimestamp,
    };
  }

  #grow(needed: number, limit: number): void {
    let capacity = this.#buffer.length * 2;
    while (capacity < needed) capacity *= 2;
    const grown = Buffer.allocUnsafeSlow(Math.min(capacity, Math.max(needed, limit)));
    this.#buffer.copy(grown, 0, 0, this.#bytes);
    this.#buffer = grown;
  }
}

function bodySize(record: FramedRecord, timestampDelta: bigint, offsetDelta: number): number {
  const { headers } = record;
  let size =
    1 + varlongSize(timestampDelta) + varintSize(offsetDelta) + bytesSize(record.key) + bytesSize(record.value);
  size += varintSize(headers.length);
  for (const header of headers) size += headerSize(header);
  return size;
}

function bytesSize(bytes: Uint8Array | null): number {
  return bytes === null ? 1 : varintSize(bytes.length) + bytes.length;
}

function headerSize({ key, value }: EncodedHeader): number {
  const length = Buffer.byteLength(key);
  return varintSize(length) + length + bytesSize(value);
}

function writeRecord(
  record: FramedRecord,
  body: number,
  timestampDelta: bigint,
  offsetDelta: number,
  buffer: Buffer,
  position: number,
): void {
  let at = writeVarint(body, buffer, position);
  buffer[at++] = 0;
  at = writeVarlong(timestampDelta, buffer, at);
  at = writeVarint(offsetDelta, buffer, at);
  at = writeBytes(record.key, buffer, at);
  at = writeBytes(record.value, buffer, at);
  at = writeVarint(record.headers.length, buffer, at);
  for (const { key, value } of record.headers) {
    at = writeVarint(Buffer.byteLength(key), buffer, at);
    at += buffer.write(key, at);
    at = writeBytes(value, buffer, at);
  }
}

function writeBytes(bytes: Uint8Array | null, buffer: Buffer, position: number): number {
  if (bytes === null) return writeVarint(-1, buffer, position);
  const at = writeVarint(bytes.length, buffer, position);
  buffer.set(bytes, at);
  return at + bytes.length;
}
