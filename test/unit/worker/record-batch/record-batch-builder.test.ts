import { expect, test } from "vitest";
import { RecordBatchBuilder, type FramedRecord } from "../../../../lib/worker/record-batch/record-batch-builder.ts";

const record = (parts: Partial<FramedRecord> = {}): FramedRecord => ({ key: null, value: null, headers: [], ...parts });
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

test("frames a record as record format v2 says, byte by byte", () => {
  const batch = new RecordBatchBuilder("t", 0, 0);
  const headers = [
    { key: "h", value: Buffer.from("1") },
    { key: "h", value: null },
  ];
  expect(batch.append(record({ key: Buffer.from("k"), value: Buffer.from("vv"), headers }), 1000n, 1024)).toBe(17);
  expect(hex(batch.finish().records)).toBe(
    ["20", "00", "00", "00", "026b", "047676", "04", "02680231", "026801"].join(""),
  );
});

test("null and empty differ, for keys, values and headers", () => {
  const batch = new RecordBatchBuilder("t", 0, 0);
  batch.append(record(), 0n, 1024);
  batch.append(record({ key: Buffer.alloc(0), value: Buffer.alloc(0) }), 0n, 1024);
  expect(hex(batch.finish().records)).toBe("0c0000000101000c000002000000");
});

test("counts, first and largest timestamp, in whatever order they come", () => {
  const batch = new RecordBatchBuilder("t", 3, 0);
  for (const timestamp of [5n, 1n, 2n ** 41n, 7n]) batch.append(record(), timestamp, 1024);
  expect(batch.finish()).toMatchObject({
    topic: "t",
    partition: 3,
    count: 4,
    baseTimestamp: 5n,
    maxTimestamp: 2n ** 41n,
  });
});

test("says what a record would take when it does not fit, and writes nothing", () => {
  const batch = new RecordBatchBuilder("t", 0, 0);
  const value = Buffer.alloc(10);
  expect(batch.append(record({ value }), 0n, 17)).toBe(17);
  expect(batch.append(record({ value }), 0n, 33)).toBe(-17);
  expect(batch.finish()).toMatchObject({ count: 1 });
  expect(batch.bytes).toBe(17);
  expect(batch.append(record({ value }), 0n, 34)).toBe(17);
});

test("grows beyond its first buffer and keeps what is there", () => {
  const batch = new RecordBatchBuilder("t", 0, 0);
  const values = Array.from({ length: 300 }, (_, index) => Buffer.alloc(200, index));
  for (const value of values) expect(batch.append(record({ value }), 0n, 100_000)).toBeGreaterThan(0);
  const { records } = batch.finish();
  for (const value of values) expect(Buffer.from(records).includes(value)).toBe(true);
});
