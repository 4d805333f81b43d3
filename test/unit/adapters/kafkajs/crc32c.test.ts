import { expect, test } from "vitest";
import { crc32c } from "../../../../lib/adapters/kafkajs/crc32c.ts";

test.each([
  ["nothing", Buffer.alloc(0), 0],
  ["the check value of the polynomial", Buffer.from("123456789"), 0xe3069283],
  ["32 zeros (RFC 3720 B.4)", Buffer.alloc(32), 0x8a9136aa],
  ["32 ones (RFC 3720 B.4)", Buffer.alloc(32, 0xff), 0x62a8ab43],
  ["0 to 31 (RFC 3720 B.4)", Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e],
  ["31 to 0 (RFC 3720 B.4)", Buffer.from(Array.from({ length: 32 }, (_, i) => 31 - i)), 0x113fdb5c],
])("of %s", (_, bytes, crc) => {
  expect(crc32c(bytes)).toBe(crc);
});

test("goes on from the bytes before, wherever they are cut", () => {
  const bytes = Buffer.from(Array.from({ length: 50 }, (_, i) => (i * 37) & 0xff));
  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(crc32c(bytes.subarray(cut), crc32c(bytes.subarray(0, cut)))).toBe(crc32c(bytes));
  }
});
