import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { METRICS } from "../../lib/env.ts";
import { answerPlan, type InvocationResult, invokeTask, limitsOf } from "../../lib/worker/index.ts";
import { composeWorker } from "../compose.ts";
import { taskEvent } from "../events.ts";
import { lambdaHandler, metrics } from "../middleware.ts";

/** How long a scheduler waits for a plan, in milliseconds: its connectors' turns are no longer. */
const PLAN_LIMIT_MS = 30_000;

/** What planning keeps for its answer, in milliseconds. */
const PLAN_RESERVE_MS = 1_000;

/** Runs one task until its source is drained or the time is up; or plans a connector whose own function this is. */
export const handler = lambdaHandler(taskEvent, async (event, context, logger) => {
  logger.appendKeys({ connector: event.connector });
  const worker = composeWorker(context, logger);
  const remainingMs = context.getRemainingTimeInMillis();
  if (event.plan) {
    const until = worker.clock.now() + Math.min(PLAN_LIMIT_MS, remainingMs - PLAN_RESERVE_MS);
    const answer = await answerPlan(worker, event.connector, until);
    if ("plan" in answer) worker.logger.info("The connector was planned", { tasks: answer.plan.tasks.length });
    return answer;
  }
  const { connector, task, generation } = event;
  logger.appendKeys({ task });
  const limits = limitsOf(worker.clock.now(), remainingMs, new AbortController().signal);
  const result = await invokeTask(worker, { connector, task, generation, requestId: context.awsRequestId, limits });
  worker.logger.info(`The task ended: ${result.outcome}`, { ...result, generation });
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
