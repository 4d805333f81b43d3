import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTime, parseTimestamp } from "../../../../lib/connectors/jdbc/database-time.ts";

describe("parseTimestamp", () => {
  test.each<[string, bigint]>([
    ["1970-01-01 00:00:00", 0n],
    ["1970-01-01", 0n],
    ["2024-02-29 12:34:56.789999", 1709210096789n],
    ["2024-02-29T12:34:56.789Z", 1709210096789n],
    ["2024-02-29 12:34:56.7+05:30", 1709190296700n],
    ["2024-02-29 12:34:56-08", 1709238896000n],
    ["1890-01-01 00:00:00+00:53:28", -2524524808000n],
    ["1969-12-31 23:59:59.9999", -1n],
    ["0001-01-01", -62135596800000n],
    ["0001-12-31 BC", -62135683200000n],
    ["294276-12-31 23:59:59.999999", 9224318015999999n],
  ])("%s", (text, millis) => {
    expect(parseTimestamp(text).epochMillis).toBe(millis);
  });

  test("agrees with JavaScript on every day that both know", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        (date) => {
          expect(parseTimestamp(date.toISOString()).epochMillis).toBe(BigInt(date.getTime()));
        },
      ),
    );
  });

  test.each(["infinity", "-infinity", "abc", "", "2024-02-29 12", "12:34:56"])("refuses %j", (text) => {
    expect(() => parseTimestamp(text)).toThrow("it is no");
  });
});

describe("parseTime", () => {
  test.each<[string, bigint]>([
    ["00:00:00", 0n],
    ["23:59:59.999999", 86_399_999n],
    ["24:00:00", 86_400_000n],
    ["01:00:00+02", -3_600_000n],
    ["12:34", 45_240_000n],
  ])("%s", (text, millis) => {
    expect(parseTime(text).epochMillis).toBe(millis);
  });
});
