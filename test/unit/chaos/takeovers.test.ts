import { describe, expect, test } from "vitest";
import { takeovers } from "../../chaos/judge/takeovers.ts";
import type { Deed, LedgerEntry } from "../../chaos/lambda/ledger.ts";

const lease = (task: number, generation = 1): Deed => ({ did: "leased", connector: "c", task, generation });

/** Ledgers from deeds, each with its call and its time. */
function ledgers(...lines: readonly (readonly [call: number, at: number, deed: Deed])[]): Map<number, LedgerEntry[]> {
  const calls = new Map<number, LedgerEntry[]>();
  for (const [call, at, deed] of lines) calls.set(call, [...(calls.get(call) ?? []), { ...deed, call, at }]);
  return calls;
}

const killed = new Set([1]);
const options = { killed, changed: "c", operations: [] };

describe("takeovers", () => {
  test("count from the last accepted write of the dead to the next lease of the same task", () => {
    const lines = ledgers(
      [1, 100, lease(0)],
      [1, 600, { did: "extended" }],
      [2, 700, lease(1)],
      [3, 3000, lease(0)],
      [4, 4000, lease(0)],
    );
    expect(takeovers(lines, options)).toEqual([{ call: 1, task: "c-0", afterMs: 2400 }]);
  });

  test("say when nobody came", () => {
    expect(takeovers(ledgers([1, 100, lease(0)]), options)).toEqual([{ call: 1, task: "c-0", afterMs: undefined }]);
  });

  test("leave out who held no lease, or had given it back", () => {
    expect(takeovers(ledgers([1, 100, { did: "extended" }]), options)).toEqual([]);
    expect(takeovers(ledgers([1, 100, lease(0)], [1, 200, { did: "released" }]), options)).toEqual([]);
    const released: Deed = { did: "checkpointed", offsets: {}, released: true };
    expect(takeovers(ledgers([1, 100, lease(0)], [1, 200, released]), options)).toEqual([]);
  });

  test("leave out tasks whose connector was changed in between, and only those", () => {
    const lines = ledgers([1, 100, lease(0)], [2, 900, lease(0)]);
    const operations = [{ from: 500, to: 510 }];
    expect(takeovers(lines, { ...options, operations })).toEqual([]);
    expect(takeovers(lines, { ...options, operations, changed: "another" })).toHaveLength(1);
    expect(takeovers(lines, { ...options, operations: [{ from: 1000, to: 1010 }] })).toHaveLength(1);
  });

  test("leave out tasks of the changed connector that a newer generation has in their place, or has not at all", () => {
    const lines = (task: number) => ledgers([1, 100, lease(1)], [2, 900, lease(task, 2)]);
    expect(takeovers(lines(1), options)).toEqual([]);
    expect(takeovers(lines(0), options)).toEqual([]);
    expect(takeovers(lines(0), { ...options, changed: "another" })).toHaveLength(1);
  });
});
