import type { Lambda } from "./lambda.ts";

/** What EventBridge does: a tick a second. Returns how to end it. */
export function startSchedule(lambda: Lambda, everyMs: number): () => void {
  lambda.invoke({ function: "scheduler" });
  const timer = setInterval(() => lambda.invoke({ function: "scheduler" }), everyMs);
  return () => clearInterval(timer);
}
