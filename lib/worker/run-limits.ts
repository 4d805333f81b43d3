import type { RunLimits } from "./task-end.ts";

/** Time kept for the last acknowledgements, the checkpoint and the stop: a quarter of what is left, within these bounds. */
const LEAST_RESERVE_MS = 1_000;
const LARGEST_RESERVE_MS = 20_000;

/**
 * The limits of a run that will be cut off after so many milliseconds: polling ends before, by a reserve, and waiting
 * for acknowledgements ends when a quarter of the reserve is left for the checkpoint.
 */
export function limitsOf(now: number, remainingMs: number, signal: AbortSignal): RunLimits {
  const reserve = Math.min(LARGEST_RESERVE_MS, Math.max(LEAST_RESERVE_MS, remainingMs / 4));
  return { deadline: now + remainingMs - reserve, hardDeadline: now + remainingMs - reserve / 4, signal };
}
