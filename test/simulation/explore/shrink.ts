import { simulate, type Run } from "../run.ts";
import type { Trouble } from "../trouble.ts";

/** The same run with as little trouble as breaks the same rule. */
export async function shrink(run: Run): Promise<Run> {
  const rule = (await simulate(run)).violation?.rule;
  let smallest = run;
  for (;;) {
    const smaller = await firstThatBreaks(rule, smallest);
    if (!smaller) return smallest;
    smallest = smaller;
  }
}

async function firstThatBreaks(rule: string | undefined, run: Run): Promise<Run | undefined> {
  for (const trouble of withoutOne(run.trouble)) {
    const smaller = { ...run, trouble };
    const { violation } = await simulate(smaller);
    if (violation && violation.rule === rule) return smaller;
  }
  return undefined;
}

/** The later ones first: what comes before stays as it was. */
function* withoutOne({ faults, disturbances }: Trouble): Generator<Trouble> {
  for (const call of [...faults.keys()].toSorted((a, b) => b - a)) {
    yield { disturbances, faults: new Map([...faults].filter(([k]) => k !== call)) };
  }
  for (const request of [...disturbances.keys()].toSorted((a, b) => b - a)) {
    yield { faults, disturbances: new Map([...disturbances].filter(([r]) => r !== request)) };
  }
}
