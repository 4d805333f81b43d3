import type { Verdict } from "./judge.ts";
import { classOf } from "./ops/index.ts";
import type { Outcome } from "./outcome.ts";

/** The verdicts in words: every disagreement, a line a class, and `A agree, D disagree` at the end. */
export function report(verdicts: readonly Verdict[]): string {
  const disagreements = verdicts.filter(({ agrees }) => !agrees);
  const counts = [...Map.groupBy(verdicts, ({ vector }) => classOf(vector))].map(([name, group]) => {
    const agree = group.filter(({ agrees }) => agrees).length;
    const unsupported = group.filter(({ outcome }) => outcome.kind === "not supported").length;
    const note = unsupported > 0 ? `, ${unsupported} of them not supported` : "";
    return `${name}: ${agree} agree, ${group.length - agree} disagree${note}`;
  });
  const agree = verdicts.length - disagreements.length;
  return [...disagreements.map(line), ...counts, `${agree} agree, ${disagreements.length} disagree`, ""].join("\n");
}

function line({ vector, outcome }: Verdict): string {
  const expected = vector.error ? { error: vector.error } : vector.out;
  return [
    `${vector.id} ${vector.op}`,
    `  in:       ${JSON.stringify(vector.in)}`,
    `  expected: ${JSON.stringify(expected)}`,
    `  got:      ${outcomeText(outcome)}`,
  ].join("\n");
}

function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case "value":
      return outcome.value instanceof Uint8Array ? bytesText(outcome.value) : JSON.stringify(outcome.value);
    case "error":
      return `an error in phase ${outcome.phase}: ${outcome.message}`;
    case "crash":
      return `a crash: ${outcome.message}`;
    case "not supported":
      return `${outcome.what} is not supported`;
    default:
      return outcome satisfies never;
  }
}

function bytesText(bytes: Uint8Array): string {
  const utf8 = Buffer.from(bytes).toString("utf8");
  const isText = Buffer.from(utf8, "utf8").equals(bytes);
  return JSON.stringify(isText ? { utf8 } : { bytes: Buffer.from(bytes).toString("base64") });
}
