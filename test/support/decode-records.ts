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
  const bytes = Buffer.from(records);
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (value >> 1n) ^ -(value & 1n);
    }
  };
  const text = (): string | null => {
    const length = Number(varint());
    if (length < 0) return null;
    at += length;
    return bytes.toString("utf8", at - length, at);
  };
  return Array.from({ length: count }, () => {
    varint();
    at++;
    const timestamp = baseTimestamp + varint();
    varint();
    const key = text();
    const value = text();
    const headers = Array.from({ length: Number(varint()) }, () => [text() ?? "", text()] as const);
    return { key, value, timestamp, headers };
  });
}
