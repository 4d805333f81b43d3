/** The worker, in the order of a record's way: schedule, start a task, run it, poll, convert, produce, checkpoint. */
export { tick, type Scheduled, type TickOptions } from "./schedule.ts";
export { computePlan, type ComputedPlan } from "./plan.ts";
export { invokeTask, type InvocationResult, type InvokeTaskOptions } from "./task-invocation.ts";
export type { RunLimits } from "./task-end.ts";
export { limitsOf } from "./run-limits.ts";
export { runTask, type TaskRun } from "./run-task.ts";
export { poll, type PollOptions } from "./poll.ts";
export { createConvert, type Convert } from "./convert.ts";
export { createProduce, type Produce, type ProduceListener } from "./produce.ts";
export { Checkpointer, type CheckpointOptions } from "./checkpoint.ts";
export { SubmittedRecords } from "./submitted-records.ts";
export { connectorConfig, type ConnectorConfig } from "./connector-config.ts";
export { standaloneConfig, workerConfig, workerConfigWarnings } from "./worker-config.ts";
export { findPlugin, type Plugins } from "./plugins.ts";
export { requireValidConnector, validateConnector, type Validation } from "./validate-connector.ts";
export { errorMessage, errorTrace } from "./error-trace.ts";
export type { Worker } from "./worker.ts";
