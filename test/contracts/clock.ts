import { expect, test } from "vitest";
import type { Clock } from "../../lib/ports/index.ts";

/** A timer may fire that much early, for it counts in other units than the clock; milliseconds. */
const EARLY_MS = 1;

/** After which the machine of a test may be late. */
const LATE_MS = 5_000;

/**
 * What every Clock does.
 *
 * @param open Called once a test. The clock's time passes meanwhile, if need be in no time.
 */
export function clockContract(open: () => Clock): void {
  test("tells milliseconds since 1970, and never goes back", async () => {
    const clock = open();
    let last = Date.UTC(2025);
    for (let n = 0; n < 20; n++) {
      const now = clock.now();
      expect(Number.isInteger(now)).toBe(true);
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
      await clock.sleep(1);
    }
    expect(last).toBeLessThan(Date.UTC(2125));
  });

  test("sleeps as long as it was asked to, the shortest sleeper first", async () => {
    const clock = open();
    const before = clock.now();
    const woken: number[] = [];
    const sleep = async (ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push(ms);
      expect(clock.now() - before).toBeGreaterThanOrEqual(ms - EARLY_MS);
    };
    await Promise.all([60, 5, 30].map(sleep));
    expect(woken).toEqual([5, 30, 60]);
    expect(clock.now() - before).toBeLessThan(LATE_MS);
  });

  test("wakes when the signal is aborted, without an error", async () => {
    const clock = open();
    const before = clock.now();
    const stop = new AbortController();
    const sleeping = clock.sleep(60_000, stop.signal);
    await clock.sleep(5, stop.signal);
    stop.abort(new Error("stop"));
    await expect(sleeping).resolves.toBeUndefined();
    expect(clock.now() - before).toBeLessThan(LATE_MS);
  });

  test("does not sleep with a signal that is aborted already, or for no time", async () => {
    const clock = open();
    const before = clock.now();
    await Promise.all([clock.sleep(60_000, AbortSignal.abort()), clock.sleep(0), clock.sleep(-1)]);
    expect(clock.now() - before).toBeLessThan(LATE_MS);
  });

  test("sleeps longer than a timer of Node can", async () => {
    const clock = open();
    const stop = new AbortController();
    let awake = false;
    const sleeping = clock.sleep(2 ** 31, stop.signal).then(() => (awake = true));
    await clock.sleep(20);
    expect(awake).toBe(false);
    stop.abort();
    await expect(sleeping).resolves.toBe(true);
  });
}
