import { errorMessage } from "../error-trace.ts";
import type { Scheduled } from "../schedule.ts";
import type { Worker } from "../worker.ts";

/**
 * When the scheduler looks again between two ticks of a minute, in milliseconds after the tick: with a lease of 30 s and
 * at most 20 s between two looks a task that dies unnoticed is taken over within 60 s of its last heartbeat.
 */
export const LOOKS_AGAIN_MS: readonly number[] = [20_000, 40_000];

/**
 * Asks for ticks of the connectors whose tasks were at work before this tick; at the last look also of those that had
 * tasks started by it, whose leases can't have expired before. What can't be asked for is left to the next tick.
 *
 * @param looksMs Milliseconds after `begin`, in order.
 * @param begin When this tick began, in milliseconds since 1970-01-01 UTC.
 */
export async function lookAgain(
  { clock, logger, ticks }: Worker,
  results: readonly Scheduled[],
  looksMs: readonly number[],
  begin: number,
): Promise<void> {
  for (const ms of looksMs) {
    const isLast = ms === looksMs.at(-1);
    const busy = results.filter(({ running, invoked }) => running > 0 || (isLast && invoked.length > 0));
    if (busy.length === 0) continue;
    const names = busy.map(({ connector }) => connector);
    try {
      await ticks.invoke({ connectors: names, takeover: true }, Math.max(0, begin + ms - clock.now()));
    } catch (error) {
      logger.warn(
        `Another look at ${names.length} connectors could not be asked for: ${errorMessage(error)}`,
        {},
        error,
      );
    }
  }
}

/** The longest delay that a tick can be asked for with, in milliseconds. */
export const LONGEST_DELAY_MS = 900_000;

/** Asks for a tick of each connector at the time when its first delayed task may be tried again. */
export async function lookWhenDue({ clock, logger, ticks }: Worker, results: readonly Scheduled[]): Promise<void> {
  for (const { connector, retryAt } of results) {
    const delayMs = (retryAt ?? Number.POSITIVE_INFINITY) - clock.now();
    if (delayMs > LONGEST_DELAY_MS) continue;
    try {
      await ticks.invoke({ connectors: [connector], takeover: true }, Math.max(0, delayMs));
    } catch (error) {
      logger.warn(`The next tick will try it again: ${errorMessage(error)}`, { connector }, error);
    }
  }
}
