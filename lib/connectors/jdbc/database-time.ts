import { DataError, Instant, MILLIS_PER_DAY } from "../../connect/index.ts";

const MILLIS_PER_MINUTE = 60_000n;
const MILLIS_PER_HOUR = 3_600_000n;

/**
 * Reads a date and time as databases print it: `2024-02-29 12:34:56.789012+02:30`, a year of any length, `BC` behind.
 * Time and zone may be missing (midnight, UTC); digits below milliseconds are cut off. Never passes through `Date`,
 * which knows neither the years nor the zones of a database.
 *
 * @throws DataError for anything else, `infinity` included.
 */
export function parseTimestamp(text: string): Instant {
  const match =
    /^(?<year>\d{4,})-(?<month>\d\d)-(?<day>\d\d)(?:[ T](?<time>[\d:.]+)(?<zone>Z|[+-][\d:]+)?)?(?<bc> BC)?$/.exec(
      text,
    );
  if (!match?.groups) throw new DataError("it is no date or timestamp");
  const { year = "", month = "", day = "", time, zone, bc } = match.groups;
  const days = epochDay(bc === undefined ? BigInt(year) : 1n - BigInt(year), Number(month), Number(day));
  return new Instant(days * MILLIS_PER_DAY + (time === undefined ? 0n : millisOfDay(time)) - zoneMillis(zone));
}

/** Reads a time of day, shifted to UTC if there is a zone: `12:34:56.789+02`. @throws DataError for anything else. */
export function parseTime(text: string): Instant {
  const match = /^(?<time>[\d:.]+)(?<zone>Z|[+-][\d:]+)?$/.exec(text);
  if (!match?.groups) throw new DataError("it is no time of day");
  return new Instant(millisOfDay(match.groups["time"] ?? "") - zoneMillis(match.groups["zone"]));
}

function millisOfDay(text: string): bigint {
  const match = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?$/.exec(text);
  if (!match) throw new DataError("it is no time of day");
  const [, hours = "0", minutes = "0", seconds = "0", fraction = ""] = match;
  const millis = BigInt(fraction.padEnd(3, "0").slice(0, 3));
  return BigInt(hours) * MILLIS_PER_HOUR + BigInt(minutes) * MILLIS_PER_MINUTE + BigInt(seconds) * 1000n + millis;
}

function zoneMillis(zone: string | undefined): bigint {
  if (zone === undefined || zone === "Z") return 0n;
  const [hours = "0", minutes = "0", seconds = "0"] = zone.slice(1).split(":");
  const millis = BigInt(hours) * MILLIS_PER_HOUR + BigInt(minutes) * MILLIS_PER_MINUTE + BigInt(seconds) * 1000n;
  return zone.startsWith("-") ? -millis : millis;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar; year 0 is 1 BC. Counts years from March, leap day last. */
function epochDay(year: bigint, month: number, day: number): bigint {
  const shifted = month > 2 ? year : year - 1n;
  const era = (shifted >= 0n ? shifted : shifted - 399n) / 400n;
  const yearOfEra = shifted - era * 400n;
  const dayOfYear = BigInt(Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1);
  return era * 146_097n + yearOfEra * 365n + yearOfEra / 4n - yearOfEra / 100n + dayOfYear - 719_468n;
}
