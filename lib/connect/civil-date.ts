export const MILLIS_PER_DAY = 86_400_000n;

/** A moment in UTC by the calendar that Java's dates use: Julian before 1582-10-15, Gregorian from then on. */
export interface CivilDate {
  /** Days since 1970-01-01. */
  readonly day: bigint;
  /** The year of the era: 1 before the year 1 is the year 1 as well, of the era before. */
  readonly year: bigint;
  /** From 1. */
  readonly month: number;
  readonly dayOfMonth: number;
  readonly millisOfDay: number;
}

/** 1582-10-15, the first day of the Gregorian calendar. */
const CUTOVER = -141_427n;
/** Days from 0000-03-01 to 1970-01-01 by either calendar. */
const GREGORIAN_EPOCH = 719_468n;
const JULIAN_EPOCH = 719_470n;
const DAYS_OF_4_YEARS = 1461n;
const DAYS_OF_400_YEARS = 146_097n;

/** @param epochMillis Milliseconds since 1970-01-01 UTC, any of 64 bits. */
export function civilDate(epochMillis: bigint): CivilDate {
  const day = floorDiv(epochMillis, MILLIS_PER_DAY);
  const millisOfDay = Number(epochMillis - day * MILLIS_PER_DAY);
  const [century, rest] = day >= CUTOVER ? gregorian(day + GREGORIAN_EPOCH) : [0n, day + JULIAN_EPOCH];
  const cycle = floorDiv(rest, DAYS_OF_4_YEARS);
  const dayOfCycle = rest - cycle * DAYS_OF_4_YEARS;
  const yearOfCycle = dayOfCycle === DAYS_OF_4_YEARS - 1n ? 3n : dayOfCycle / 365n;
  const dayOfYear = Number(dayOfCycle - yearOfCycle * 365n);
  // Years begin in March here, so that a leap day is their last.
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = ((monthFromMarch + 2) % 12) + 1;
  const year = century * 100n + cycle * 4n + yearOfCycle + (month <= 2 ? 1n : 0n);
  return { day, year: year > 0n ? year : 1n - year, month, dayOfMonth, millisOfDay };
}

/**
 * Days from 1970-01-01 to a date of the same calendar. As lenient as Java: the 45th of the 13th month is the 14th of
 * the 2nd of the next year.
 */
export function epochDay(year: bigint, month: bigint, dayOfMonth: bigint): bigint {
  const months = year * 12n + month - 3n;
  const yearFromMarch = floorDiv(months, 12n);
  const dayOfYear = ((months - yearFromMarch * 12n) * 153n + 2n) / 5n + dayOfMonth - 1n;
  const julian = floorDiv(yearFromMarch * DAYS_OF_4_YEARS, 4n) + dayOfYear;
  const gregorian = julian - floorDiv(yearFromMarch, 100n) + floorDiv(yearFromMarch, 400n) - GREGORIAN_EPOCH;
  return gregorian >= CUTOVER ? gregorian : julian - JULIAN_EPOCH;
}

/** The century since the year 0 and the days since its 1st of March. */
function gregorian(days: bigint): [bigint, bigint] {
  const era = floorDiv(days, DAYS_OF_400_YEARS);
  const dayOfEra = days - era * DAYS_OF_400_YEARS;
  const century = dayOfEra === DAYS_OF_400_YEARS - 1n ? 3n : dayOfEra / 36_524n;
  return [era * 4n + century, dayOfEra - century * 36_524n];
}

function floorDiv(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}
