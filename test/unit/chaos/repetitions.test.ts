import { describe, expect, test } from "vitest";
import { isInOrder, uncoveredRecords } from "../../chaos/judge/repetitions.ts";
import type { Deed } from "../../chaos/lambda/ledger.ts";

const tables = [
  { name: "a", topic: "chaos-a" },
  { name: "b", topic: "chaos-b" },
];

const offsets = (positions: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(positions).map(([table, incrementing]) => [
      JSON.stringify({ protocol: "1", table: `public.${table}` }),
      JSON.stringify({ incrementing }),
    ]),
  );

const uncovered = (...deeds: Deed[]) =>
  uncoveredRecords(new Map([[1, deeds.map((deed, n) => ({ ...deed, call: 1, at: 100 * n }))]]), tables);

const leased: Deed = { did: "leased", connector: "c", task: 0, generation: 1 };
const sent = (topic: string, records: number): Deed => ({ did: "sent", topic, records });
const checkpointed = (positions: Record<string, number>): Deed => ({
  did: "checkpointed",
  offsets: offsets(positions),
  released: false,
});
const read = (positions: Record<string, number>): Deed => ({ did: "read offsets", offsets: offsets(positions) });

describe("records that no checkpoint covers", () => {
  test("none after a call that ended with a checkpoint of everything", () => {
    const deeds = [leased, read({ a: 10 }), sent("chaos-a", 5), sent("chaos-b", 2), checkpointed({ a: 15, b: 2 })];
    expect(uncovered(...deeds)).toEqual([]);
  });

  test("all of a call that never got to a checkpoint, since its lease", () => {
    expect(uncovered(leased, read({}), sent("chaos-a", 5), sent("chaos-a", 5))).toEqual([
      { call: 1, outcome: undefined, records: 10, forMs: 300 },
    ]);
  });

  test("what came after the last checkpoint, of every table", () => {
    const deeds = [
      leased,
      read({ a: 100, b: 7 }),
      sent("chaos-a", 20),
      checkpointed({ a: 115 }),
      sent("chaos-b", 3),
      { did: "ended", outcome: "lease lost" },
    ] as const;
    expect(uncovered(...deeds)).toEqual([{ call: 1, outcome: "lease lost", records: 8, forMs: 100 }]);
  });
});

test("only an end in order excludes repetitions", () => {
  expect(["drained", "out of time", "paused", "stopped", "new generation"].every(isInOrder)).toBe(true);
  expect([undefined, "failed", "lease lost", "anything else"].some(isInOrder)).toBe(false);
});
