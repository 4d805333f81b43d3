import { expect, test } from "vitest";
import { drainEnd } from "../../../functions/standalone/drain-end.ts";

const invoked = { outcome: "invoked", failed: [] } as const;

test.each([
  ["every task drained", [invoked], ["drained", "drained"], "drained"],
  ["nothing to do", [{ outcome: "not running", failed: [] }], [], "drained"],
  ["a task failed", [invoked], ["drained", "failed"], "failed"],
  ["a task could not be run", [invoked], ["error"], "failed"],
  ["a connector failed", [{ outcome: "failed", failed: [] }], ["drained"], "failed"],
  ["a task failed for good", [{ outcome: "invoked", failed: [1] }], ["drained"], "failed"],
  ["a task lost its lease", [invoked], ["drained", "lease lost"], undefined],
  ["somebody else has a task", [invoked], ["not leased"], undefined],
  ["an older generation has to make way", [{ outcome: "waiting", failed: [] }], ["drained"], undefined],
] as const)("%s", (_, scheduled, outcomes, end) => {
  expect(drainEnd(scheduled, outcomes)).toBe(end);
});
