import { getEventListeners } from "node:events";
import process from "node:process";
import { expect, test } from "vitest";
import { clockContract } from "../../../contracts/clock.ts";
import { systemClock } from "../../../../lib/adapters/system/clock.ts";

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

clockContract(() => systemClock);

test("tells the time of this machine", () => {
  const before = Date.now();
  const now = systemClock.now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

test("leaves no listener behind", async () => {
  const { signal } = new AbortController();
  await systemClock.sleep(30, signal);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("leaves no timer behind when the signal is aborted", async () => {
  const stop = new AbortController();
  const before = timers();
  const sleeping = systemClock.sleep(60_000, stop.signal);
  expect(timers()).toBe(before + 1);
  stop.abort(new Error("stop"));
  await expect(sleeping).resolves.toBeUndefined();
  expect(timers()).toBe(before);
  expect(getEventListeners(stop.signal, "abort")).toEqual([]);
});

test("sets no timer for a signal that is aborted already, or for no time", async () => {
  const before = timers();
  const sleeping = [systemClock.sleep(60_000, AbortSignal.abort()), systemClock.sleep(0), systemClock.sleep(-1)];
  expect(timers()).toBe(before);
  await expect(Promise.all(sleeping)).resolves.toBeDefined();
});
