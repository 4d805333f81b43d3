/**
 * The value of the logical types Date, Time and Timestamp (Java's `java.util.Date`): milliseconds since 1970-01-01 UTC,
 * all 64 bits of them. Not a JavaScript Date, which ends at the year 275760 and invites the machine's time zone.
 */
export class Instant {
  readonly epochMillis: bigint;

  constructor(epochMillis: bigint) {
    this.epochMillis = epochMillis;
  }
}
