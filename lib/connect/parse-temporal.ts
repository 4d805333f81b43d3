import { epochDay, MILLIS_PER_DAY } from "./civil-date.ts";
import { Instant } from "./instant.ts";
import { dateSchema, timeSchema, timestampSchema } from "./logical-types.ts";
import type { Schema } from "./schema.ts";

const DATE_SCHEMA = dateSchema().build();
const TIME_SCHEMA = timeSchema().build();
const TIMESTAMP_SCHEMA = timestampSchema().build();

/**
 * A date, time or timestamp in UTC as Kafka Connect recognizes them (connect.md §2.6): by the length of the text first,
 * then as leniently as Java reads dates. undefined: it is none.
 */
export function parseTemporal(text: string): { readonly schema: Schema; readonly value: Instant } | undefined {
  if (text.length === 10) return found(DATE_SCHEMA, /^(\d+)-(\d+)-(\d+)/.exec(text));
  if (text.length === 12 || text.length === 13) {
    return found(TIME_SCHEMA, /^()()()(\d+):(\d+):(\d+)\.(\d+)Z/.exec(text));
  }
  if (text.length !== 24) return undefined;
  return found(TIMESTAMP_SCHEMA, /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)\.(\d+)Z/.exec(text));
}

function found(schema: Schema, match: RegExpExecArray | null): { schema: Schema; value: Instant } | undefined {
  if (!match) return undefined;
  const [year = 0n, month = 0n, day = 0n, hours = 0n, minutes = 0n, seconds = 0n, millis = 0n] = match
    .slice(1)
    .map(BigInt);
  const days = schema === TIME_SCHEMA ? 0n : epochDay(year, month, day);
  const millisOfDay = ((hours * 60n + minutes) * 60n + seconds) * 1000n + millis;
  return { schema, value: new Instant(days * MILLIS_PER_DAY + millisOfDay) };
}
