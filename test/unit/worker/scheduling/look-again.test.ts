import { expect, test } from "vitest";
import { ConnectError } from "../../../../lib/connect/index.ts";
import type { Scheduled } from "../../../../lib/worker/index.ts";
import { lookAgain, LOOKS_AGAIN_MS, lookWhenDue } from "../../../../lib/worker/scheduling/look-again.ts";
import { NOW, oneConnector } from "./one-connector.ts";

const scheduled = (connector: string, result: Partial<Scheduled> = {}): Scheduled => ({
  connector,
  outcome: "invoked",
  generation: 1,
  invoked: [],
  failed: [],
  delayed: [],
  notStarted: [],
  running: 0,
  ...result,
});

/** What a tick asks for that began 3 seconds ago, in milliseconds since then. */
async function askedAfter(results: readonly Scheduled[], looks: readonly number[]) {
  const { worker, asked } = await oneConnector(0);
  await lookAgain(worker, results, looks, NOW - 3_000);
  return asked.map(({ connectors, delayMs }) => ({ at: (delayMs ?? 0) + 3_000, connectors }));
}

test("every look is at the connectors with tasks at work, the last one also at those with tasks just started", async () => {
  const results = [scheduled("works", { running: 1 }), scheduled("starts", { invoked: [0] }), scheduled("rests")];
  expect(await askedAfter(results, [20_000, 40_000])).toEqual([
    { at: 20_000, connectors: ["works"] },
    { at: 40_000, connectors: ["works", "starts"] },
  ]);
});

test("a look at nobody is not asked for", async () => {
  expect(await askedAfter([scheduled("rests")], [20_000, 40_000])).toEqual([]);
  expect(await askedAfter([scheduled("starts", { invoked: [0] })], [20_000, 40_000])).toHaveLength(1);
});

test("a look that is overdue is asked for at once", async () => {
  expect(await askedAfter([scheduled("works", { running: 1 })], [1_000])).toEqual([
    { at: 3_000, connectors: ["works"] },
  ]);
});

test("a look that can't be asked for is left to the next one", async () => {
  const c = await oneConnector(0);
  let asked = 0;
  const ticks = { invoke: () => Promise.reject(new ConnectError(`no queue ${++asked}`)) };
  await lookAgain({ ...c.worker, ticks }, [scheduled("works", { running: 1 })], [20_000, 40_000], NOW);
  expect(asked).toBe(2);
  expect(c.log).toContainEqual({
    level: "warn",
    message: "Another look at 1 connectors could not be asked for: no queue 1",
  });
});

test("looks are near enough that a dead task's lease of 30 s is found expired within 60 s of its last heartbeat", () => {
  const looks = [0, ...LOOKS_AGAIN_MS, 60_000];
  const gaps = looks.slice(1).map((at, n) => at - (looks[n] ?? 0));
  expect(30_000 + Math.max(...gaps)).toBeLessThan(60_000);
});

test("a delayed task's connector is looked at when the task may be tried again", async () => {
  const { worker, asked } = await oneConnector(0);
  const results = [
    scheduled("soon", { delayed: [1], retryAt: NOW + 7_000 }),
    scheduled("overdue", { delayed: [0], retryAt: NOW - 1 }),
    scheduled("much later", { delayed: [0], retryAt: NOW + 900_001 }),
    scheduled("no room", { delayed: [0] }),
  ];
  await lookWhenDue(worker, results);
  expect(asked).toEqual([
    { connectors: ["soon"], takeover: true, delayMs: 7_000 },
    { connectors: ["overdue"], takeover: true, delayMs: 0 },
  ]);
});
