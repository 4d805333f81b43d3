import { describe, expect, test } from "vitest";
import type { Actor } from "./actor.ts";
import { FAULT_KINDS, type FaultKind, parseFaults, printFaults } from "./fault.ts";
import { BEGIN, World } from "./world.ts";

/** Two calls one after the other by the same actor, the first one with a fault: what became of it. */
async function runWith(kind: FaultKind | undefined, seed = 1) {
  const world = new World({ seed, faults: new Map(kind ? [[1, kind]] : []) });
  const actor = world.actor("a");
  const effects: number[] = [];
  const heard: (readonly [string, number])[] = [];
  const count = (): Promise<number> =>
    world.call(actor, "count", [], () => {
      effects.push(world.now - BEGIN);
      return effects.length;
    });
  world.at(0, () => {
    void count()
      .then((value) => heard.push([`answer ${value}`, world.now - BEGIN]))
      .catch((error: Error) => heard.push([error.message, world.now - BEGIN]));
  });
  await world.run();
  return { world, actor, effects, heard };
}

const endOf = (actor: Actor): string => (actor.dead ? "dead" : actor.waiting.size > 0 ? "waits" : "heard");

describe("a call", () => {
  test.each([
    [undefined, "heard", 1, "answer 1"],
    ["fails", "heard", 0, "the call failed"],
    ["lost", "heard", 1, "the answer is missing"],
    ["never", "waits", 0, undefined],
    ["never-done", "waits", 1, undefined],
    ["late", "heard", 1, "the connection is broken"],
    ["twice", "heard", 2, "answer 1"],
    ["crash", "dead", 0, undefined],
    ["crash-done", "dead", 1, undefined],
    ["freeze", "heard", 1, "answer 1"],
    ["held", "heard", 1, "answer 1"],
  ] as const)("with fault %s: caller %s, %d effects", async (kind, end, effects, answer) => {
    const run = await runWith(kind);
    expect(endOf(run.actor)).toBe(end);
    expect(run.effects).toHaveLength(effects);
    expect(run.heard.map(([text]) => text)).toEqual(answer === undefined ? [] : [answer]);
  });

  test("takes effect before a frozen caller wakes up, and after a held one has", async () => {
    const frozen = await runWith("freeze");
    expect(frozen.effects[0]).toBeLessThan(10);
    expect(frozen.heard[0]?.[1]).toBeGreaterThanOrEqual(20_000);
    const held = await runWith("held");
    expect(held.effects[0]).toBeGreaterThanOrEqual(20_000);
  });

  test("takes effect long after its caller was told that it failed", async () => {
    const { effects, heard } = await runWith("late");
    expect(heard[0]?.[1]).toBeLessThan(20);
    expect(effects[0]).toBeGreaterThanOrEqual(2_000);
  });

  test("can be given up by its caller; its effect takes place all the same", async () => {
    const world = new World({ seed: 1, faults: new Map() });
    const actor = world.actor("a");
    const end = new AbortController();
    let effects = 0;
    let heard = "";
    world.at(0, () => {
      world
        .call(actor, "count", [], () => effects++, { signal: end.signal })
        .catch((error: Error) => (heard = error.message));
      end.abort(new Error("closed"));
    });
    await world.run();
    expect({ heard, effects, waiting: actor.waiting.size }).toEqual({ heard: "closed", effects: 1, waiting: 0 });
  });
});

describe("a run", () => {
  test("is the same for the same seed, and another one for another seed", async () => {
    const times = async (seed: number) => (await runWith(undefined, seed)).heard;
    expect(await times(3)).toEqual(await times(3));
    const all = await Promise.all(Array.from({ length: 20 }, (_, seed) => times(seed)));
    expect(new Set(all.map((heard) => JSON.stringify(heard))).size).toBeGreaterThan(5);
  });

  test("ends at the first broken rule", async () => {
    const world = new World({ seed: 1, faults: new Map() });
    world.at(1, () => world.violate("first", "one"));
    world.at(2, () => world.violate("second", "two"));
    await world.run();
    expect(world.violation).toEqual({ rule: "first", detail: "one", call: 0, time: 1 });
  });
});

test("faults are read as they are printed", () => {
  const faults = new Map(FAULT_KINDS.map((kind, n) => [n + 1, kind]));
  expect(parseFaults(printFaults(faults))).toEqual(faults);
  expect(() => parseFaults("k=1:melts")).toThrow("There is no fault melts");
});
