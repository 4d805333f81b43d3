import * as fc from "fast-check";
import { expect, test } from "vitest";
import { doubleText, floatText } from "../../../lib/connect/index.ts";

test.each([
  [0, "0.0"],
  [-0, "-0.0"],
  [1, "1.0"],
  [9999999, "9999999.0"],
  [1e7, "1.0E7"],
  [0.001, "0.001"],
  [9.99e-4, "9.99E-4"],
  [123456789, "1.23456789E8"],
  [-1e23, "-1.0E23"],
  [5e-324, "4.9E-324"],
  [2.2250738585072014e-308, "2.2250738585072014E-308"],
  [Number.MAX_VALUE, "1.7976931348623157E308"],
  [Number.NaN, "NaN"],
  [Number.NEGATIVE_INFINITY, "-Infinity"],
])("FLOAT64 %d is %s", (value, text) => {
  expect(doubleText(value)).toBe(text);
});

test.each([
  [0.1, "0.1"],
  [123456.789, "123456.79"],
  [16777216, "1.6777216E7"],
  [3.4028234663852886e38, "3.4028235E38"],
  [1.401298464324817e-45, "1.4E-45"],
  [1.1754943508222875e-38, "1.1754944E-38"],
  [2 ** -44, "5.684342E-14"],
])("FLOAT32 %d is %s", (value, text) => {
  expect(floatText(value)).toBe(text);
});

const FORM = /^-?(?:\d+\.\d+|\d\.\d+E-?\d+)$/;

test("reads back as the same FLOAT64", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(doubleText(value)).toMatch(FORM);
      expect(Number(doubleText(value))).toBe(value);
    }),
  );
});

/** Digits after which no further one is needed to tell the number from its neighbours, by trying every shorter decimal. */
function isShortest(value: number, text: string): boolean {
  const digits = text
    .replace(/E.*/, "")
    .replace(/\D/g, "")
    .replace(/^0+|0+$/g, "").length;
  if (digits <= 2) return true;
  const [mantissa = "", exponent = ""] = value.toExponential(digits - 2).split("e");
  const unscaled = BigInt(mantissa.replace(".", ""));
  return [-1n, 0n, 1n].every(
    (step) => Math.fround(Number(`${unscaled + step}e${Number(exponent) - digits + 2}`)) !== value,
  );
}

test("reads back as the same FLOAT32, with no digit too many", () => {
  const powersOfTwo = Array.from({ length: 277 }, (_, i) => 2 ** (i - 149));
  for (const value of powersOfTwo) expect(isShortest(value, floatText(value))).toBe(true);
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = floatText(value);
      expect(text).toMatch(FORM);
      expect(Math.fround(Number(text))).toBe(value);
      expect(isShortest(value, text)).toBe(true);
    }),
  );
});
