import { isDeepStrictEqual } from "node:util";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { runOp } from "./ops/index.ts";
import { withSortedMaps } from "./sorted-maps.ts";
import { isRecord, type Vector } from "./vector.ts";

/** Whether Sluice agrees with Kafka Connect in one case, and what it did. */
export interface Verdict {
  readonly vector: Vector;
  readonly agrees: boolean;
  readonly outcome: Outcome;
}

/** Runs one vector. An error agrees with an error of the same phase, whatever it says. */
export async function judge(vector: Vector): Promise<Verdict> {
  const outcome = await outcomeOf(() => runOp(vector));
  return { vector, outcome, agrees: agrees(vector, outcome) };
}

function agrees({ out, error }: Vector, outcome: Outcome): boolean {
  if (error) return outcome.kind === "error" && outcome.phase === error.phase;
  if (outcome.kind !== "value") return false;
  const { value } = outcome;
  if (isBytes(out)) return isDeepStrictEqual(bytesOf(out), value === null ? null : bytesOf(value));
  if (out === null && isRecord(value)) return value["schema"] === null && value["value"] === null;
  return isDeepStrictEqual(withSortedMaps(out), withSortedMaps(value));
}

const isBytes = (out: unknown): out is { readonly utf8: string } | { readonly bytes: string | null } =>
  isRecord(out) && (typeof out["utf8"] === "string" || typeof out["bytes"] === "string" || out["bytes"] === null);

/** Bytes, written down as text or base64 or as they are, in a form to compare; null for none. */
function bytesOf(value: unknown): string | null {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (!isRecord(value)) return `no bytes: ${JSON.stringify(value)}`;
  if (typeof value["utf8"] === "string") return Buffer.from(value["utf8"], "utf8").toString("base64");
  return typeof value["bytes"] === "string" ? value["bytes"] : null;
}
