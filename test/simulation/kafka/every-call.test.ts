import { describe, expect, test } from "vitest";
import { FAULT_KINDS } from "../fault.ts";
import { DISTURBANCES } from "./disturbance.ts";
import { runSending, type Sending, type SendingOutcome, type Trouble } from "./sending-run.ts";

const SENDINGS: readonly Sending[] = [
  { producers: 1, partitions: 1, bursts: [3, 8] },
  { producers: 1, partitions: 3, bursts: [6, 9] },
  { producers: 3, partitions: 2, bursts: [5] },
];

const name = (sending: Sending): string =>
  `${sending.producers} producers, ${sending.partitions} partitions, bursts of ${sending.bursts.join(", ")}`;

/** Runs it; a failure names what to repeat. */
async function judged(sending: Sending, trouble: Trouble): Promise<SendingOutcome> {
  const outcome = await runSending(sending, trouble);
  const { seed, faults = [], disturbances = [] } = trouble;
  const what = JSON.stringify({ seed, faults: [...faults], disturbances: [...disturbances] });
  expect(outcome.violation, what).toBeUndefined();
  return outcome;
}

describe.each(SENDINGS.map((sending) => ({ sending, name: name(sending) })))("$name", ({ sending }) => {
  test("each fault at each call", async () => {
    const { calls } = await judged(sending, { seed: 1 });
    for (let call = 1; call <= calls; call++) {
      for (const fault of FAULT_KINDS) {
        const { rejected, unanswered } = await judged(sending, { seed: call, faults: new Map([[call, fault]]) });
        expect(rejected, `${call} ${fault}`).toBe(0);
        if (!fault.startsWith("crash")) expect(unanswered, `${call} ${fault}`).toBe(0);
      }
    }
  });

  test("each disturbance at each request", async () => {
    const { requests } = await judged(sending, { seed: 1 });
    for (let request = 1; request <= requests; request++) {
      for (const disturbance of DISTURBANCES) {
        const { rejected, unanswered } = await judged(sending, {
          seed: request,
          disturbances: new Map([[request, disturbance]]),
        });
        expect({ rejected, unanswered }, `${request} ${disturbance}`).toEqual({ rejected: 0, unanswered: 0 });
      }
    }
  });
});
