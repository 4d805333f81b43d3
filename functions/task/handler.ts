import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { METRICS } from "../../lib/env.ts";
import { type InvocationResult, invokeTask, limitsOf } from "../../lib/worker/index.ts";
import { composeWorker } from "../compose.ts";
import { taskEvent } from "../events.ts";
import { lambdaHandler, metrics } from "../middleware.ts";

/** Runs one task until its source is drained or the time is up. */
export const handler = lambdaHandler(taskEvent, async (event, context, logger) => {
  logger.appendKeys({ connector: event.connector, task: event.task });
  const worker = composeWorker(context, logger);
  const limits = limitsOf(worker.clock.now(), context.getRemainingTimeInMillis(), new AbortController().signal);
  const result = await invokeTask(worker, { ...event, requestId: context.awsRequestId, limits });
  worker.logger.info(`The task ended: ${result.outcome}`, { ...result, generation: event.generation });
  measure(result);
  return result;
});

/** Metric names as in Kafka Connect's JMX (connect.md §8.5). */
function measure({ connector, task, outcome, records, bytes }: InvocationResult): void {
  metrics.addDimensions({ connector, task: String(task) });
  metrics.addMetric("source-record-write-total", MetricUnit.Count, records);
  metrics.addMetric("source-record-write-bytes", MetricUnit.Bytes, bytes);
  if (outcome === "failed") metrics.singleMetric().addMetric(METRICS.taskFailures, MetricUnit.Count, 1);
}
