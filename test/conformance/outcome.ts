import { ConnectError } from "../../lib/connect/index.ts";
import type { Phase } from "./vector.ts";

/** What an operation gave. */
export type Outcome =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly phase: Phase; readonly message: string }
  /** An error that Sluice did not throw on purpose: never right. */
  | { readonly kind: "crash"; readonly message: string }
  | { readonly kind: "not supported"; readonly what: string };

/** Thrown by an operation for what Sluice does not have. */
export class NotSupported extends Error {}

/** An error with the phase in which it came up. */
export class PhaseError extends Error {
  readonly phase: Phase;

  constructor(phase: Phase, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.phase = phase;
  }
}

/** Runs one phase of an operation. @throws PhaseError */
export async function inPhase<T>(phase: Phase, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof NotSupported || error instanceof PhaseError) throw error;
    throw new PhaseError(phase, error);
  }
}

/** Runs an operation to its outcome; never throws. */
export async function outcomeOf(run: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { kind: "value", value: await run() };
  } catch (error) {
    if (error instanceof NotSupported) return { kind: "not supported", what: error.message };
    if (error instanceof PhaseError && error.cause instanceof ConnectError) {
      return { kind: "error", phase: error.phase, message: error.message };
    }
    return { kind: "crash", message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
