import { getEventListeners } from "node:events";
import process from "node:process";
import { expect, test } from "vitest";
import { systemClock } from "../../../../lib/adapters/system/clock.ts";

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

test("tells the time in milliseconds", () => {
  const before = Date.now();
  const now = systemClock.now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

test("sleeps as long as it was asked to, and leaves no listener behind", async () => {
  const { signal } = new AbortController();
  const before = performance.now();
  await systemClock.sleep(30, signal);
  expect(performance.now() - before).toBeGreaterThanOrEqual(29);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("wakes when the signal is aborted, without a timer left", async () => {
  const stop = new AbortController();
  const before = timers();
  const sleeping = systemClock.sleep(60_000, stop.signal);
  expect(timers()).toBe(before + 1);
  stop.abort(new Error("stop"));
  await expect(sleeping).resolves.toBeUndefined();
  expect(timers()).toBe(before);
  expect(getEventListeners(stop.signal, "abort")).toEqual([]);
});

test("does not sleep with a signal that is aborted already, or for no time", async () => {
  const before = timers();
  const sleeping = [systemClock.sleep(60_000, AbortSignal.abort()), systemClock.sleep(0), systemClock.sleep(-1)];
  expect(timers()).toBe(before);
  await expect(Promise.all(sleeping)).resolves.toBeDefined();
});

test("sleeps longer than a timer can", async () => {
  const stop = new AbortController();
  let awake = false;
  const sleeping = systemClock.sleep(2 ** 40, stop.signal).then(() => (awake = true));
  await systemClock.sleep(20);
  expect(awake).toBe(false);
  stop.abort();
  await expect(sleeping).resolves.toBe(true);
});
