import { describe, expect, test, vi } from "vitest";
import { FAULT_KINDS, type FaultKind } from "../fault.ts";
import { SeededRandom } from "../seeded-random.ts";
import { DISTURBANCES, type Disturbance } from "./disturbance.ts";
import { runSending, type Sending, type SendingOutcome, type Trouble } from "./sending-run.ts";

// Hundreds of runs a test: two seconds for all of them, unless the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

const SENDINGS: readonly Sending[] = [
  { producers: 1, partitions: 1, bursts: [3, 8] },
  { producers: 1, partitions: 3, bursts: [6, 9] },
  { producers: 3, partitions: 2, bursts: [5] },
];

const cases = SENDINGS.map((sending) => {
  const { producers, partitions, bursts } = sending;
  return {
    sending,
    name: `${producers} producers, ${partitions} partitions, bursts of ${bursts.join(" and ")} batches`,
  };
});

/** How many runs are tried in which several things go wrong. */
const PAIRS = 300;

/** Runs it and judges; a failure names what to repeat. */
async function judged(sending: Sending, trouble: Trouble): Promise<SendingOutcome & { readonly what: string }> {
  const outcome = await runSending(sending, trouble);
  const { seed, faults = [], disturbances = [] } = trouble;
  const what = JSON.stringify({ seed, faults: [...faults], disturbances: [...disturbances] });
  expect(outcome.violation, what).toBeUndefined();
  return { ...outcome, what };
}

const faultAt = (call: number, fault: FaultKind): Trouble => ({ seed: call, faults: new Map([[call, fault]]) });
const disturbedAt = (request: number, disturbance: Disturbance): Trouble => ({
  seed: request,
  disturbances: new Map([[request, disturbance]]),
});

describe.each(cases)("$name: each record once and in order, whatever happens", ({ sending }) => {
  test("at each call", async () => {
    const { calls } = await judged(sending, { seed: 0 });
    for (let call = 1; call <= calls; call++) {
      for (const fault of FAULT_KINDS) {
        const { rejected, unanswered, what } = await judged(sending, faultAt(call, fault));
        expect(rejected, what).toBe(0);
        if (!fault.startsWith("crash")) expect(unanswered, what).toBe(0);
      }
    }
  });

  test("at each request at the nodes", async () => {
    const { requests } = await judged(sending, { seed: 0 });
    for (let request = 1; request <= requests; request++) {
      for (const disturbance of DISTURBANCES) {
        const { rejected, unanswered, what } = await judged(sending, disturbedAt(request, disturbance));
        expect({ rejected, unanswered }, what).toEqual({ rejected: 0, unanswered: 0 });
      }
    }
  });

  test("at several of them", async () => {
    const { calls, requests } = await judged(sending, { seed: 0 });
    const random = new SeededRandom(1);
    for (let seed = 1; seed <= PAIRS; seed++) {
      const faults = new Map([[random.between(1, calls), random.pick(FAULT_KINDS)]]);
      const disturbances = new Map([[random.between(1, requests), random.pick(DISTURBANCES)]]);
      if (random.next() < 0.3) faults.set(random.between(1, calls), random.pick(FAULT_KINDS));
      if (random.next() < 0.5) disturbances.set(random.between(1, requests), random.pick(DISTURBANCES));
      await judged(sending, { seed, faults, disturbances });
    }
  });
});

test("once a batch is given up, those behind it are not written and not acknowledged", async () => {
  const properties = { "delivery.timeout.ms": "1500", "request.timeout.ms": "1000" };
  const sending = { producers: 2, partitions: 1, bursts: [4, 7, 3], properties };
  const { requests } = await judged(sending, { seed: 0 });
  let rejections = 0;
  for (let request = 1; request <= requests; request++) {
    for (const disturbance of DISTURBANCES) {
      const { rejected, unanswered, what } = await judged(sending, disturbedAt(request, disturbance));
      expect(unanswered, what).toBe(0);
      rejections += rejected;
    }
  }
  expect(rejections).toBeGreaterThan(100);
});

test("the same seed and the same faults give the same run", async () => {
  const trouble: Trouble = { seed: 7, faults: new Map([[6, "lost"]]), disturbances: new Map([[9, "truncates"]]) };
  for (const { sending } of cases) {
    expect(await judged(sending, trouble)).toEqual(await judged(sending, trouble));
  }
});
