import type { Clock } from "../ports/index.ts";

/**
 * Waits for work, but no longer than that many milliseconds. Leaves no timer behind; the work itself goes on if it can't
 * be told to end.
 *
 * @param expired Called when the time is over; gives what is thrown then.
 */
export async function withTimeLimit<T>(clock: Clock, ms: number, work: Promise<T>, expired: () => Error): Promise<T> {
  const done = new AbortController();
  const over = Promise.withResolvers<never>();
  const expire = async (): Promise<void> => {
    await clock.sleep(ms, done.signal);
    // What comes after the end of the work is nobody's: `expired` may do more than make an error.
    if (!done.signal.aborted) over.reject(expired());
  };
  void expire();
  try {
    return await Promise.race([work, over.promise]);
  } finally {
    done.abort();
  }
}
