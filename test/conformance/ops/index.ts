import { NotSupported } from "../outcome.ts";
import type { Vector } from "../vector.ts";
import { converterClass, converterFromOp, converterToOp } from "./converter.ts";
import { groupPartitionsOp } from "./group-partitions.ts";
import { murmur2Op } from "./murmur2.ts";
import { schemaValidateOp } from "./schema-validate.ts";
import { valuesParseOp } from "./values-parse.ts";

const OPS: Readonly<Record<string, (input: Vector["in"]) => Promise<unknown>>> = {
  groupPartitions: groupPartitionsOp,
  murmur2: murmur2Op,
  "converter.from": converterFromOp,
  "converter.to": converterToOp,
  "schema.validate": schemaValidateOp,
  "values.parse": valuesParseOp,
};

/** Runs a vector's operation through Sluice. @throws NotSupported, or PhaseError with what went wrong. */
export async function runOp({ op, in: input }: Vector): Promise<unknown> {
  const run = OPS[op];
  if (!run) throw new NotSupported(op);
  return run(input);
}

/** Under what a vector is counted: its class where it names one, else its operation. */
export function classOf({ op, in: input }: Vector): string {
  if (op.startsWith("converter.")) return converterClass(input);
  if (op === "predicate") return String(input["class"]);
  if (op === "transform" && Array.isArray(input["chain"])) return input["chain"].map((link) => link.class).join(" → ");
  return op;
}
