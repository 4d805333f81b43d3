import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { tick } from "../../lib/worker/index.ts";
import { composeWorker } from "../compose.ts";
import { schedulerEvent } from "../events.ts";
import { lambdaHandler, metrics } from "../middleware.ts";

/** What a tick keeps for its last writes and invocations, in milliseconds. */
const RESERVE_MS = 10_000;

/** One tick: plans every connector and starts the tasks that may run. */
export const handler = lambdaHandler(schedulerEvent, async ({ connectors }, context, logger) => {
  const worker = composeWorker(context, logger);
  const deadline = worker.clock.now() + context.getRemainingTimeInMillis() - RESERVE_MS;
  const scheduled = await tick(worker, { deadline, ...(connectors ? { connectors } : {}) });
  for (const { invoked, failed, ...result } of scheduled) {
    const fields = { ...result, invoked: invoked.join(","), failed: failed.join(",") };
    worker.logger.info(`Scheduled: ${result.outcome}`, fields);
  }
  const count = (outcome: string): number => scheduled.filter((result) => result.outcome === outcome).length;
  metrics.addMetric("connector-count", MetricUnit.Count, scheduled.length);
  metrics.addMetric("connector-failures", MetricUnit.Count, count("failed"));
  metrics.addMetric(
    "task-startup-attempts-total",
    MetricUnit.Count,
    scheduled.reduce((sum, { invoked }) => sum + invoked.length, 0),
  );
  return { scheduled };
});
