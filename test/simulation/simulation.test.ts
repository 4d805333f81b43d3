import { describe, expect, test } from "vitest";
import { trialsByChance } from "./explore/by-chance.ts";
import { baseRun, singleTrials } from "./explore/single-faults.ts";
import { type Finding, findingOf, type Trial, tryOut } from "./explore/trial.ts";
import { scenarioCalled } from "./explore/unit.ts";
import { parseRun, printRun, replay } from "./replay.ts";
import { historyTable } from "./report/history-table.ts";
import { scenarios } from "./scenarios/index.ts";

/** Scenarios whose every call gets every fault here; the others do in `npm run simulate`. */
const TRIED_WHOLLY = ["one-task", "stopped-for-good", "kafka-one-table"];

/** Runs of each scenario with faults by chance. */
const BY_CHANCE = 8;

async function findingsOf(trials: Iterable<Trial>): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const trial of trials) {
    const finding = findingOf(trial, await tryOut(trial));
    if (finding) findings.push(finding);
  }
  return findings;
}

test.each(TRIED_WHOLLY)("%s: every fault at every call breaks no rule", { timeout: 60_000 }, async (name) => {
  const scenario = scenarioCalled(name);
  const base = await baseRun(scenario, 1);
  expect(base.offered.length).toBeGreaterThan(25);
  expect(await findingsOf(singleTrials(scenario, 1, base))).toEqual([]);
});

test.each(scenarios)(
  "$name: nothing breaks a rule, without faults and with some by chance",
  { timeout: 60_000 },
  async (scenario) => {
    const base = await baseRun(scenario, 1);
    expect(base.violation).toBeUndefined();
    expect(await findingsOf(trialsByChance(scenario, base, { first: 4_000_000, count: BY_CHANCE }))).toEqual([]);
  },
);

describe("a run", () => {
  const [trial] = trialsByChance(
    scenarioCalled("delete-and-create"),
    { offered: Array.from({ length: 80 }, () => []), requests: 0 },
    { first: 5, count: 1 },
  );

  test("is the same when it is repeated without chance from its line", async () => {
    if (!trial) throw new Error("There is no trial");
    const first = await tryOut({ ...trial, chance: { faults: 0.1, calls: 80, disturbances: 0, requests: 0 } });
    expect(first.trouble.faults.size).toBeGreaterThan(2);
    const again = await replay(parseRun(printRun({ ...trial, trouble: first.trouble })));
    expect([again.offered.length, again.duration]).toEqual([first.offered.length, first.duration]);
  });

  test("is shown as a table", async () => {
    const table = historyTable(await replay(parseRun("one-task k=2:lost seed=1")));
    expect(table).toContain("[lost]");
    expect(table).toContain("acquireLease c 0 1");
  });
});
