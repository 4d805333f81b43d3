import type { RecordBatch } from "../../lib/ports/index.ts";

/** A record as it lies in a batch. */
export interface DecodedRecord {
  readonly key: string | null;
  readonly value: string | null;
  readonly timestamp: bigint;
  readonly headers: readonly (readonly [string, string | null])[];
}

/** Reads the records section of a batch: record format v2, independent of the code that writes it. */
export function decodeRecords({ records, baseTimestamp, count }: RecordBatch): DecodedRecord[] {
  const reader = new RecordReader(records);
  return Array.from({ length: count }, () => {
    reader.varint(); // length
    reader.byte(); // attributes
    const timestamp = baseTimestamp + reader.varlong();
    reader.varint(); // offset delta
    const key = reader.text();
    const value = reader.text();
    const headers: (readonly [string, string | null])[] = [];
    for (let left = reader.varint(); left > 0; left--) headers.push([reader.text() ?? "", reader.text()]);
    return { key, value, timestamp, headers };
  });
}

/** Zigzag numbers of 7 bits a byte, the lowest first, and texts with their length before them. */
class RecordReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#at++);
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
  }

  varlong(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      // Most records have the timestamp of their batch.
      if (byte === 0 && shift === 0n) return 0n;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (value >> 1n) ^ -(value & 1n);
    }
  }

  text(): string | null {
    const length = this.varint();
    if (length < 0) return null;
    this.#at += length;
    return this.#bytes.toString("utf8", this.#at - length, this.#at);
  }
}
