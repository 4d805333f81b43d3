import { expect, test } from "vitest";
import { faultKinds } from "../../chaos/faults/index.ts";
import { planFaults } from "../../chaos/faults/plan-faults.ts";

const names = faultKinds.map(({ name }) => name);

test("the plan is a function of the seed", () => {
  const plan = (seed: number) => planFaults(faultKinds, { seed, count: 50, paceMs: 1000 });
  expect(plan(1)).toEqual(plan(1));
  expect(plan(1)).not.toEqual(plan(2));
});

test("a short run has every kind once, a long one has them by their weights", () => {
  const kinds = (count: number) => planFaults(faultKinds, { seed: 7, count, paceMs: 1000 }).map(({ kind }) => kind);
  expect(kinds(names.length).toSorted()).toEqual(names.toSorted());
  const weights = faultKinds.reduce((sum, { weight }) => sum + weight, 0);
  const long = kinds(names.length + 10 * weights);
  for (const { name, weight } of faultKinds) expect(long.filter((kind) => kind === name)).toHaveLength(1 + 10 * weight);
});

test("faults come in the order of their times, at the pace that was asked for", () => {
  const times = planFaults(faultKinds, { seed: 3, count: 200, paceMs: 1000 }).map(({ atMs }) => atMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.at(-1)).toBeGreaterThan(180_000);
  expect(times.at(-1)).toBeLessThan(220_000);
});

test("every fault says what it will be", () => {
  for (const plan of planFaults(faultKinds, { seed: 5, count: 100, paceMs: 1000 })) {
    expect(faultKinds.find(({ name }) => name === plan.kind)?.describe(plan)).toMatch(/\w/);
  }
});
