import Table from "cli-table3";
import type { MutantResult } from "./find-mutant.ts";

const WIDTHS = [26, 40, 36, 46, 6];

/** One line a mutant: what it leaves out, and in which run which rule is broken for that reason. */
export function mutantTable(results: readonly MutantResult[]): string {
  const table = new Table({
    head: ["planted bug", "the rule it leaves out", "run", "what the judge says", "runs"],
    colWidths: WIDTHS.map((width) => width + 2),
    style: { head: [], border: [], compact: true },
    wordWrap: true,
  });
  for (const result of results) {
    const { mutant, finding, runs } = result;
    table.push([mutant.name, mutant.breaks, finding?.run ?? "", verdict(result), String(runs)]);
  }
  return table.toString();
}

function verdict({ finding, without }: MutantResult): string {
  if (!finding) return "NOT FOUND";
  if (without) return `NOT FOUND: without it the same run breaks the rule "${without.rule}"`;
  return `${finding.violation.rule}: ${finding.violation.detail}`;
}
