import type { Clock } from "../ports/index.ts";

/**
 * Waits for work, but no longer than that many milliseconds. Leaves no timer behind; the work itself goes on if it can't
 * be told to end.
 *
 * @param expired Called when the time is over; gives what is thrown then.
 */
export async function withTimeLimit<T>(clock: Clock, ms: number, work: Promise<T>, expired: () => Error): Promise<T> {
  const done = new AbortController();
  const limit = async (): Promise<never> => {
    await clock.sleep(ms, done.signal);
    throw expired();
  };
  try {
    return await Promise.race([work, limit()]);
  } finally {
    done.abort();
  }
}
