import { expect, test } from "vitest";
import { parseRun, printRun, replay } from "../replay.ts";
import { withFewerRows } from "./relocate.ts";
import { shrink } from "./shrink.ts";
import { oneFault } from "../trouble.ts";
import { scenarioCalled } from "./unit.ts";

test("what breaks a rule without any fault is told without faults and with one row", async () => {
  const scenario = { ...scenarioCalled("one-task"), missing: () => "what never comes" };
  const run = { ...parseRun("one-task k=5:fails k=17:lost k=20:twice seed=3"), scenario };
  expect(printRun(await shrink(run))).toBe("one-task seed=3 rows=1");
});

test("a run that breaks no rule stays as it is", async () => {
  const run = parseRun("one-task k=17:lost seed=1");
  expect(await shrink(run)).toEqual(run);
});

test("with fewer rows a fault is at the same call, whatever its number", async () => {
  const base = parseRun("one-task seed=1");
  const entries = (await replay(base)).history?.entries ?? [];
  const call = entries.find(({ name }) => name === "checkpoint")?.call ?? 0;
  const smaller = await withFewerRows({ ...base, trouble: oneFault(call, "lost") }, 1);
  if (!smaller) throw new Error("There is no smaller run");
  const faulty = (await replay(smaller)).history?.entries.find(({ fault }) => fault === "lost");
  expect(faulty?.name).toBe("checkpoint");
  expect(faulty?.call).toBeLessThan(call);
});
