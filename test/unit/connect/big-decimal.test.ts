import * as fc from "fast-check";
import { expect, test } from "vitest";
import { BigDecimal, DataError } from "../../../lib/connect/index.ts";

test.each([
  [12345n, 2, "123.45"],
  [-5n, 2, "-0.05"],
  [0n, 0, "0"],
  [0n, 7, "0E-7"],
  [1n, 6, "0.000001"],
  [1n, 7, "1E-7"],
  [123n, 10, "1.23E-8"],
  [5n, -3, "5E+3"],
  [12345n, -3, "1.2345E+7"],
  [100n, 2, "1.00"],
])("%s · 10^-%i is %s, as in Java", (unscaled, scale, text) => {
  expect(new BigDecimal(unscaled, scale).toString()).toBe(text);
});

test("reads back what it prints, scale included", () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.integer({ min: -50, max: 50 }), (unscaled, scale) => {
      expect(BigDecimal.parse(new BigDecimal(unscaled, scale).toString())).toEqual(new BigDecimal(unscaled, scale));
    }),
  );
});

test.each(["", ".", "-", "1e", "1,5", "0x1", "NaN", "1 "])("%j is no decimal", (text) => {
  expect(() => BigDecimal.parse(text)).toThrow(DataError);
});

test("takes another scale without losing a digit, or not at all", () => {
  expect(new BigDecimal(15n, 1).withScale(3)).toEqual(new BigDecimal(1500n, 3));
  expect(new BigDecimal(1500n, 3).withScale(1)).toEqual(new BigDecimal(15n, 1));
  expect(() => new BigDecimal(15n, 1).withScale(0)).toThrow(DataError);
});
