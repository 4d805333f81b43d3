import * as fc from "fast-check";
import { expect, test } from "vitest";
import { civilDate, epochDay, MILLIS_PER_DAY } from "../../../lib/connect/index.ts";

test.each([
  ["1970-01-01", 0n, 1970n, 1, 1],
  ["2000-02-29", 11016n, 2000n, 2, 29],
  ["1900-03-01", -25508n, 1900n, 3, 1],
  ["the first day of the Gregorian calendar", -141_427n, 1582n, 10, 15],
  ["the last day of the Julian calendar", -141_428n, 1582n, 10, 4],
  ["1500-03-01, which pgjdbc takes for day -171595", -171_595n, 1500n, 3, 1],
])("%s", (_, day, year, month, dayOfMonth) => {
  expect(civilDate(day * MILLIS_PER_DAY)).toEqual({ day, year, month, dayOfMonth, millisOfDay: 0 });
  expect(epochDay(year, BigInt(month), BigInt(dayOfMonth))).toBe(day);
});

test("the millisecond before midnight belongs to the day before", () => {
  expect(civilDate(-1n)).toEqual({ day: -1n, year: 1969n, month: 12, dayOfMonth: 31, millisOfDay: 86_399_999 });
});

test("agrees with JavaScript's dates since the Gregorian calendar came", () => {
  fc.assert(
    fc.property(fc.integer({ min: -12_219_292_800_000, max: 8_640_000_000_000_000 }), (millis) => {
      const date = new Date(millis);
      expect(civilDate(BigInt(millis))).toMatchObject({
        year: BigInt(date.getUTCFullYear()),
        month: date.getUTCMonth() + 1,
        dayOfMonth: date.getUTCDate(),
      });
    }),
  );
});

test("a day's date is that day, in either calendar", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -719_000n, max: 10n ** 10n }), (day) => {
      const { year, month, dayOfMonth } = civilDate(day * MILLIS_PER_DAY);
      expect(epochDay(year, BigInt(month), BigInt(dayOfMonth))).toBe(day);
    }),
  );
});

test("is as lenient as Java", () => {
  expect(epochDay(2019n, 13n, 45n)).toBe(epochDay(2020n, 2n, 14n));
});
