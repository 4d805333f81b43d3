import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { METRICS } from "../../lib/env.ts";
import { LOOKS_AGAIN_MS, type Scheduled, tick, type Worker } from "../../lib/worker/index.ts";
import { composeWorker } from "../compose.ts";
import { schedulerEvent } from "../events.ts";
import { lambdaHandler, metrics } from "../middleware.ts";
import { answerRequests } from "./answer-requests.ts";

/** What a tick keeps for its last writes and invocations at most, in milliseconds. */
const LARGEST_RESERVE_MS = 10_000;

/**
 * One tick: plans every connector and starts the tasks that may run. For messages of its queue, a tick of the connectors
 * they ask for, and dead tasks are freed.
 */
export const handler = lambdaHandler(schedulerEvent, async ({ connectors, Records }, context, logger) => {
  const worker = composeWorker(context, logger);
  const remainingMs = context.getRemainingTimeInMillis();
  const deadline = worker.clock.now() + remainingMs - Math.min(LARGEST_RESERVE_MS, remainingMs / 4);
  if (Records) {
    const { scheduled, failed } = await answerRequests(worker, Records, deadline);
    report(worker, scheduled);
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  }
  const options = { deadline, lookAgainMs: LOOKS_AGAIN_MS };
  const scheduled = await tick(worker, connectors ? { ...options, connectors } : options);
  report(worker, scheduled);
  if (!connectors) {
    const failures = scheduled.filter(({ outcome }) => outcome === "failed").length;
    metrics.addMetric(METRICS.connectors, MetricUnit.Count, scheduled.length);
    metrics.addMetric(METRICS.connectorFailures, MetricUnit.Count, failures);
    const failed = scheduled.reduce((sum, result) => sum + result.failed.length, 0);
    if (failed > 0) metrics.addMetric(METRICS.taskFailures, MetricUnit.Count, failed);
  }
  return { scheduled };
});

/** A line for every connector with news; what goes on as before is for those who look closely. */
function report({ logger }: Worker, scheduled: readonly Scheduled[]): void {
  let starts = 0;
  for (const { invoked, failed, delayed, notStarted, ...result } of scheduled) {
    const { outcome } = result;
    const tasks = { invoked, failed, delayed, notStarted };
    const lists = Object.fromEntries(Object.entries(tasks).map(([name, numbers]) => [name, numbers.join()]));
    const fields = { ...result, ...lists };
    const nothingNew = outcome === "not running" || (outcome === "invoked" && invoked.length + failed.length === 0);
    logger[nothingNew ? "debug" : "info"](`Scheduled: ${outcome}`, fields);
    starts += invoked.length;
  }
  metrics.addMetric("task-startup-attempts-total", MetricUnit.Count, starts);
}
