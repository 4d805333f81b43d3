import { setTimeout as timeout } from "node:timers/promises";
import type { Clock } from "../../ports/clock.ts";

/** Longest time a Node timer can wait, in milliseconds; a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * The machine's clock. A sleeper keeps the process alive, because its work goes on after it: abort the signal to let
 * the process end. An aborted sleep leaves no timer and no listener behind.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    for (let left = ms; left > 0; left -= LONGEST_TIMER) {
      if (signal?.aborted) return;
      // The only rejection there is says that the signal was aborted.
      await timeout(Math.min(left, LONGEST_TIMER), undefined, signal && { signal }).catch(() => undefined);
    }
  },
};
