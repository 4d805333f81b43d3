import { expect, test } from "vitest";
import { varintSize, varlongSize, writeVarint, writeVarlong } from "../../../../lib/worker/record-batch/varint.ts";

/** Reads a zigzag varint independently of the code under test. */
function read(bytes: Uint8Array): bigint {
  let raw = 0n;
  for (const [index, byte] of bytes.entries()) raw |= BigInt(byte & 0x7f) << BigInt(7 * index);
  return (raw >> 1n) ^ -(raw & 1n);
}

const edges = [0, 1, -1, 63, 64, -64, -65, 8191, 8192, 2 ** 20, 2 ** 27 - 1, 2 ** 27, 2 ** 31 - 1, -(2 ** 31)];

test.each(edges)("writes %d as a 32-bit varint", (value) => {
  const buffer = Buffer.alloc(16);
  const end = writeVarint(value, buffer, 3);
  expect(read(buffer.subarray(3, end))).toBe(BigInt(value));
  expect(end - 3).toBe(varintSize(value));
});

test.each([...edges.map(BigInt), 2n ** 30n, -(2n ** 30n) - 1n, 60n * 365n * 86_400_000n, 2n ** 63n - 1n, -(2n ** 63n)])(
  "writes %d as a 64-bit varint",
  (value) => {
    const buffer = Buffer.alloc(16);
    const end = writeVarlong(value, buffer, 3);
    expect(read(buffer.subarray(3, end))).toBe(value);
    expect(end - 3).toBe(varlongSize(value));
  },
);
