import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ByteSlab } from "../../../../lib/converters/json/byte-slab.ts";
import {
  fromTwosComplement,
  smallTwosComplement,
  twosComplement,
} from "../../../../lib/converters/json/decimal-bytes.ts";
import { decodeBase64 } from "../../../../lib/converters/json/base64.ts";
import { writeInt64 } from "../../../../lib/converters/json/primitive-writer.ts";
import { writeBase64 } from "../../../../lib/converters/json/write-base64.ts";
import { writeInteger } from "../../../../lib/converters/json/write-integer.ts";

function written(write: (out: ByteSlab) => void): string {
  const out = new ByteSlab(4);
  write(out);
  return Buffer.from(out.take()).toString("latin1");
}

const powersOfTen = Array.from({ length: 16 }, (_, i) => 10 ** i).flatMap((power) => [
  power - 1,
  power,
  -power,
  1 - power,
]);

test("integers of 53 bits digit by digit", () => {
  for (const value of [...powersOfTen, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
    expect(written((out) => writeInteger(out, value))).toBe(String(value + 0));
  }
  fc.assert(fc.property(fc.maxSafeInteger(), (value) => written((out) => writeInteger(out, value)) === String(value)));
});

test("integers of 64 bits, and no larger ones", () => {
  const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  fc.assert(fc.property(int64, (value) => written((out) => writeInt64(out, value)) === String(value)));
  expect(writeInt64(new ByteSlab(), 2n ** 63n)).toBe(false);
  expect(writeInt64(new ByteSlab(), -(2n ** 63n) - 1n)).toBe(false);
});

test.each([
  [0n, "00"],
  [127n, "7f"],
  [128n, "0080"],
  [-128n, "80"],
  [-129n, "ff7f"],
  [32767n, "7fff"],
  [32768n, "008000"],
  [-32768n, "8000"],
])("%s is %s in two's complement", (unscaled, hex) => {
  expect(Buffer.from(twosComplement(unscaled)).toString("hex")).toBe(hex);
  const { buffer, from } = smallTwosComplement(Number(unscaled));
  expect(Buffer.from(buffer.subarray(from)).toString("hex")).toBe(hex);
});

test("two's complement of any integer reads back, and the fast way agrees", () => {
  fc.assert(fc.property(fc.bigInt(), (value) => fromTwosComplement(twosComplement(value)) === value));
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      const { buffer, from } = smallTwosComplement(value);
      return Buffer.from(buffer.subarray(from)).equals(twosComplement(BigInt(value)));
    }),
  );
  expect(fromTwosComplement(new Uint8Array())).toBeUndefined();
});

test("base64 of bytes of any length", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(3), (bytes, from) => {
      const start = Math.min(from, bytes.length);
      return (
        written((out) => writeBase64(out, bytes, start)) ===
        `"${Buffer.from(bytes.subarray(start)).toString("base64")}"`
      );
    }),
  );
});

test.each([
  ["AQI=", [1, 2]],
  [" AQID\nBA== ", [1, 2, 3, 4]],
  ["AQ==AQ==", [1, 1]],
  ["AQI", undefined],
  ["A=Q=", undefined],
  ["AQ I=", undefined],
  ["!!!!", undefined],
])("base64 %j reads as %j", (text, bytes) => {
  expect(decodeBase64(text)).toEqual(bytes && Buffer.from(bytes));
});
