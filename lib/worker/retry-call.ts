import { ConnectError } from "../connect/index.ts";
import type { Clock, Random } from "../ports/index.ts";

interface RetryOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly until: number;
  readonly signal?: AbortSignal;
}

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2_000;

/**
 * Repeats one and the same call of a port while its answer is missing, it was throttled, or it was in conflict; each
 * time after a random pause of growing length.
 *
 * @param until Milliseconds since 1970-01-01 UTC, after which the last error is thrown.
 * @param signal When it is aborted the last error is thrown at once.
 * @throws whatever the call threw that is not retriable.
 */
export async function retryCall<T>(call: () => Promise<T>, { clock, random, until, signal }: RetryOptions): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt) * (0.5 + random.next() / 2);
      if (!(error instanceof ConnectError && error.retriable) || clock.now() + delay > until) throw error;
      await clock.sleep(delay, signal);
      if (signal?.aborted) throw error;
    }
  }
}
