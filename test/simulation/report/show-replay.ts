import { shrink } from "../explore/shrink.ts";
import { parseRun, printRun, replay } from "../replay.ts";
import { historyTable } from "./history-table.ts";

/** Shows the history of a run; of one that breaks a rule the smallest that breaks it too. @returns the exit code. */
export async function showReplay(text: string): Promise<number> {
  const given = parseRun(text);
  const { violation } = await replay(given);
  const run = violation ? await shrink(given) : given;
  const result = await replay(run);
  const end = result.violation
    ? `broke a rule: ${result.violation.rule}: ${result.violation.detail}`
    : `${result.offered.length} calls in ${result.duration / 1_000} virtual seconds, 0 violations`;
  process.stdout.write(`${historyTable(result)}\n${printRun(run)}\n${end}\n`);
  return result.violation ? 1 : 0;
}
