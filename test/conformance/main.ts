import { globSync } from "node:fs";
import { join } from "node:path";
import { judge, type Verdict } from "./judge.ts";
import { report } from "./report.ts";
import { readVectors } from "./vector.ts";

const ownFiles = (): string[] => globSync(join(import.meta.dirname, "vectors", "*.jsonl")).toSorted();

/**
 * `npm run conformance -- FILE…`: runs vector files through Sluice, without files those in `vectors/`. Exit code 1 if
 * Sluice disagrees with Kafka Connect anywhere, 2 if a file can't be read.
 */
async function main(files: readonly string[]): Promise<number> {
  const verdicts: Verdict[] = [];
  for (const file of files.length > 0 ? files : ownFiles()) {
    for (const vector of readVectors(file)) verdicts.push(await judge(vector));
  }
  process.stdout.write(report(verdicts));
  return verdicts.every(({ agrees }) => agrees) ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
