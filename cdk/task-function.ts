import { Duration } from "aws-cdk-lib";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { writeEnvironment } from "../lib/env.ts";
import { ConnectorFunction, type FunctionSettings, type NetworkProps } from "./connector-function.ts";
import { grantConnectorRun, grantInvocation, grantTaskRun } from "./grants.ts";
import type { Tables } from "./tables.ts";

/** What the functions of one deployment have in common. */
export interface Deployment {
  readonly tables: Tables;
  /** The queue that invokes the scheduler. */
  readonly requests: IQueue;
  /** Kafka Connect's worker configuration. */
  readonly worker: Readonly<Record<string, string>>;
  /** Dimension of the functions' metrics, and what their log lines say they belong to. */
  readonly service: string;
  readonly logRetention: RetentionDays;
}

interface TaskFunctionProps extends FunctionSettings {
  readonly deployment: Deployment;
  readonly name: string;
  /** Whose own function it is: it may touch nothing of another. Default: it runs the tasks of all that have none. */
  readonly connector?: string;
  readonly network: NetworkProps;
}

/** The environment of a function, as `lib/env.ts` reads it. @throws ConfigError if the worker configuration is too large. */
export function functionEnvironment(deployment: Deployment, taskFunction: string): Record<string, string> {
  const { tables, requests, worker, service } = deployment;
  const environment = writeEnvironment({
    configsTable: tables.configs.tableName,
    offsetsTable: tables.offsets.tableName,
    statusTable: tables.status.tableName,
    taskFunction,
    schedulerQueue: requests.queueUrl,
    worker,
  });
  return { ...environment, POWERTOOLS_SERVICE_NAME: service };
}

/**
 * A function that runs tasks, and plans its connector if it is one's own. It invokes itself to go on when its time was
 * up, and asks the scheduler for ticks. Lambda tells the scheduler of its dead invocations by the same queue.
 */
export class TaskFunction extends ConnectorFunction {
  constructor(scope: Construct, id: string, props: TaskFunctionProps) {
    const { deployment, name, connector, ...settings } = props;
    super(scope, id, {
      entry: "task",
      name,
      description:
        connector === undefined
          ? "Sluice: runs one task of a connector, from its source to Kafka"
          : `Sluice: plans the connector ${connector} and runs its tasks`,
      environment: functionEnvironment(deployment, name),
      logRetention: deployment.logRetention,
      onFailure: deployment.requests,
      memorySize: 1024,
      timeout: Duration.minutes(15),
      ...settings,
    });
    if (connector === undefined) grantTaskRun(deployment.tables, this.role);
    else grantConnectorRun(deployment.tables, this.role, connector);
    grantInvocation(this, this.role, name);
    deployment.requests.grantSendMessages(this.role);
  }
}
