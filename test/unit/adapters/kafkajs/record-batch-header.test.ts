import { expect, test } from "vitest";
import { crc32c } from "../../../../lib/adapters/kafkajs/crc32c.ts";
import { nextSequence, recordBatchHeader } from "../../../../lib/adapters/kafkajs/record-batch-header.ts";

test("has every field where record batch v2 has it, and the CRC of what follows it", () => {
  const records = Buffer.from("records");
  const batch = { topic: "t", partition: 0, records, count: 3, baseTimestamp: 5n, maxTimestamp: 2n ** 41n };
  const header = recordBatchHeader(batch, records, { producerId: 2n ** 40n, producerEpoch: 7 }, 99, 4);
  expect(header).toHaveLength(61);
  expect(header.readInt32BE(8)).toBe(49 + records.length);
  expect(header.readInt8(16)).toBe(2);
  expect(header.readUInt32BE(17)).toBe(crc32c(Buffer.concat([header.subarray(21), records])));
  expect(header.readInt16BE(21)).toBe(4);
  expect(header.readInt32BE(23)).toBe(2);
  expect(header.readBigInt64BE(27)).toBe(5n);
  expect(header.readBigInt64BE(35)).toBe(2n ** 41n);
  expect(header.readBigInt64BE(43)).toBe(2n ** 40n);
  expect(header.readInt16BE(51)).toBe(7);
  expect(header.readInt32BE(53)).toBe(99);
  expect(header.readInt32BE(57)).toBe(3);
});

test("sequence numbers start again from 0 after 2^31 - 1", () => {
  expect(nextSequence(0, 5)).toBe(5);
  expect(nextSequence(2 ** 31 - 6, 5)).toBe(2 ** 31 - 1);
  expect(nextSequence(2 ** 31 - 5, 5)).toBe(0);
  expect(nextSequence(2 ** 31 - 1, 5)).toBe(4);
});
