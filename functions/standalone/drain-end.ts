import type { InvocationResult, Scheduled } from "../../lib/worker/index.ts";

/** How a task's latest run ended; `error`: it could not even be run. */
export type RunOutcome = InvocationResult["outcome"] | "error";

/**
 * How a worker whose connectors all drain ends once no task runs any more; undefined: something is still to be done.
 *
 * @param scheduled What the last tick did.
 * @param outcomes How the latest run of each task ended.
 */
export function drainEnd(
  scheduled: readonly Pick<Scheduled, "outcome" | "failed">[],
  outcomes: readonly RunOutcome[],
): "drained" | "failed" | undefined {
  const failed = scheduled.some((connector) => connector.outcome === "failed" || connector.failed.length > 0);
  if (failed || outcomes.includes("failed") || outcomes.includes("error")) return "failed";
  const settled = scheduled.every(({ outcome }) => outcome === "invoked" || outcome === "not running");
  return settled && outcomes.every((outcome) => outcome === "drained") ? "drained" : undefined;
}
