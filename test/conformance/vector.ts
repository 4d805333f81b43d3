import { readFileSync } from "node:fs";

/** Where a vector expects a failure: building the input, configuring the class, or the operation itself. */
export type Phase = "decode" | "configure" | "apply";

/** One case with the answer of Kafka Connect's own classes: either `out` or `error`. */
export interface Vector {
  readonly id: string;
  readonly op: string;
  readonly in: Readonly<Record<string, unknown>>;
  readonly out?: unknown;
  readonly error?: { readonly phase: Phase };
}

/** The vectors of a file, one JSON object a line. @throws Error naming file and line of what is no vector. */
export function readVectors(file: string): Vector[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, i) => (line.trim() === "" ? [] : [parseVector(line, `${file}:${i + 1}`)]));
}

/** 64-bit integers are strings in a vector, so JSON.parse loses nothing. */
function parseVector(line: string, place: string): Vector {
  const vector: unknown = JSON.parse(line);
  if (!isVector(vector)) throw new Error(`${place} is no vector: it needs id, op, in, and out or error with its phase`);
  return vector;
}

function isVector(value: unknown): value is Vector {
  if (!isRecord(value)) return false;
  const { id, op, in: input, error } = value;
  return (
    typeof id === "string" &&
    typeof op === "string" &&
    isRecord(input) &&
    (error === undefined ? "out" in value : isRecord(error) && isPhase(error["phase"]))
  );
}

const isPhase = (value: unknown): value is Phase => value === "decode" || value === "configure" || value === "apply";

/** Whether a value of unknown type is a JSON object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
