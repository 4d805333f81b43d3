import * as z from "zod/mini";
import type { Sluice } from "./sluice.ts";

const name = z.string().check(z.minLength(1));

const outputsFile = z.object({
  Sluice: z.object({
    ConfigsTable: name,
    OffsetsTable: name,
    StatusTable: name,
    SchedulerFunction: name,
    TaskFunction: name,
    DeclareFunction: name,
    SchedulerQueueUrl: name,
    DeadLetterQueueUrl: name,
    SchedulerLogGroup: name,
    TaskLogGroup: name,
  }),
});

/** What a deployed stack says of itself: names in the account and region it was deployed to. */
export interface Outputs {
  readonly configsTable: string;
  readonly offsetsTable: string;
  readonly statusTable: string;
  readonly schedulerFunction: string;
  readonly taskFunction: string;
  readonly declareFunction: string;
  readonly schedulerQueueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly schedulerLogGroup: string;
  readonly taskLogGroup: string;
}

/** The outputs of the stack by their names in the template. */
export const stackOutputs = ({ tables, scheduler, task, declare, requests }: Sluice) =>
  ({
    ConfigsTable: tables.configs.tableName,
    OffsetsTable: tables.offsets.tableName,
    StatusTable: tables.status.tableName,
    SchedulerFunction: scheduler.functionName,
    TaskFunction: task.functionName,
    DeclareFunction: declare.functionName,
    SchedulerQueueUrl: requests.queue.queueUrl,
    DeadLetterQueueUrl: requests.deadLetters.queueUrl,
    SchedulerLogGroup: scheduler.logGroup.logGroupName,
    TaskLogGroup: task.logGroup.logGroupName,
  }) satisfies z.output<typeof outputsFile>["Sluice"];

/** Reads what `cdk deploy --outputs-file` has written. @throws ZodError if an output is missing. */
export function readOutputs(file: unknown): Outputs {
  const { Sluice: stack } = outputsFile.parse(file);
  return {
    configsTable: stack.ConfigsTable,
    offsetsTable: stack.OffsetsTable,
    statusTable: stack.StatusTable,
    schedulerFunction: stack.SchedulerFunction,
    taskFunction: stack.TaskFunction,
    declareFunction: stack.DeclareFunction,
    schedulerQueueUrl: stack.SchedulerQueueUrl,
    deadLetterQueueUrl: stack.DeadLetterQueueUrl,
    schedulerLogGroup: stack.SchedulerLogGroup,
    taskLogGroup: stack.TaskLogGroup,
  };
}
