import { expect, test } from "vitest";
import { faultKinds } from "../../chaos/faults/index.ts";
import { runChaos } from "../../chaos/run-chaos.ts";

/**
 * The short form of `npm run chaos`, with servers of its own since it stops them: every kind of fault once. By this seed
 * a task is killed in the middle of its work and unnoticed, and all of them behind a frozen broker.
 */
test("no row is lost and none comes out of order, whatever is killed, frozen, stopped, doubled or changed", async ({
  signal,
}) => {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const verdict = await runChaos({ seed: 229, kills: faultKinds.length, paceMs: 800, say, signal });
  const told = [...lines, ...verdict.figures, ...verdict.failures, verdict.line].join("\n");
  expect(verdict.failures, told).toEqual([]);
  expect(verdict.line, told).toMatch(/^14 faults, 0 lost, \d+ doubled, 0 out of order$/);
}, 240_000);
