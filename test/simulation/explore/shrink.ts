import { simulate, type Run } from "../run.ts";
import type { Trouble } from "../trouble.ts";
import { withFewerRows } from "./relocate.ts";

/** So few rows are tried of each table. */
const FEW_ROWS = [1, 2, 3, 4];

/** The same run with as little trouble and as few rows as break the same rule. */
export async function shrink(run: Run): Promise<Run> {
  const rule = (await simulate(run)).violation?.rule;
  if (rule === undefined) return run;
  const small = await withLessTrouble(run, rule);
  for (const rows of FEW_ROWS) {
    const smaller = small.rows === undefined || rows < small.rows ? await withFewerRows(small, rows) : undefined;
    if (smaller && (await breaks(smaller, rule))) return withLessTrouble(smaller, rule);
  }
  return small;
}

async function withLessTrouble(run: Run, rule: string): Promise<Run> {
  for (const trouble of withoutOne(run.trouble)) {
    const smaller = { ...run, trouble };
    if (await breaks(smaller, rule)) return withLessTrouble(smaller, rule);
  }
  return run;
}

const breaks = async (run: Run, rule: string): Promise<boolean> => (await simulate(run)).violation?.rule === rule;

/** The later ones first: what comes before stays as it was. */
function* withoutOne({ faults, disturbances }: Trouble): Generator<Trouble> {
  for (const call of [...faults.keys()].toSorted((a, b) => b - a)) {
    yield { disturbances, faults: new Map([...faults].filter(([k]) => k !== call)) };
  }
  for (const request of [...disturbances.keys()].toSorted((a, b) => b - a)) {
    yield { faults, disturbances: new Map([...disturbances].filter(([r]) => r !== request)) };
  }
}
