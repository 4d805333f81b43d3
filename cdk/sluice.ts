import { Annotations, Duration, Names, type RemovalPolicy } from "aws-cdk-lib";
import type { IAlarmAction } from "aws-cdk-lib/aws-cloudwatch";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Construct } from "constructs";
import { ConfigError, type ConfigProps } from "../lib/connect/index.ts";
import { writeEnvironment } from "../lib/env.ts";
import { plugins } from "../lib/plugins.ts";
import { Alarms } from "./alarms.ts";
import { checkConnector } from "./check-connector.ts";
import { ConnectorFunction, functionName, type FunctionSettings, type NetworkProps } from "./connector-function.ts";
import { DeclaredConnector } from "./declared-connector.ts";
import { FailedEvents } from "./failed-events.ts";
import { grantDeclaration, grantInvocation, grantScheduling, grantTaskRun } from "./grants.ts";
import { Tables } from "./tables.ts";
import { TickSchedule } from "./tick-schedule.ts";
import { validateWorkerAtSynth } from "./validate-at-synth.ts";

export interface SluiceProps extends NetworkProps {
  /** Kafka Connect's worker configuration: `bootstrap.servers`, `key.converter`, `value.converter`, `producer.…`. */
  readonly worker: Readonly<Record<string, string>>;
  /** Time between two ticks, whole minutes. Default: 1 minute. */
  readonly every?: Duration;
  /** Default: 512 MiB, 1 minute. */
  readonly scheduler?: FunctionSettings;
  /** Default: 1,024 MiB, 15 minutes: the longest that AWS allows, because a task works until its time is up. */
  readonly task?: FunctionSettings;
  /** How long the functions' logs are kept. Default: a month. */
  readonly logRetention?: RetentionDays;
  /** What becomes of the tables when the stack is deleted. Default: `RETAIN`. */
  readonly removalPolicy?: RemovalPolicy;
  /** What an alarm does. Default: nothing, it only shows. */
  readonly alarmActions?: readonly IAlarmAction[];
}

export interface ConnectorOptions {
  /** State of a connector that is not there yet; later it belongs to whoever operates it. Default: `RUNNING`. */
  readonly initialState?: "RUNNING" | "PAUSED" | "STOPPED";
}

/**
 * Kafka Connect source connectors as Lambda functions: a schedule, a scheduler function, a task function and the three
 * tables that they share.
 *
 * @throws ConfigError if the worker configuration is invalid.
 */
export class Sluice extends Construct {
  readonly tables: Tables;
  /** Divides connectors into tasks; needs the way to the sources and their secrets, as tasks do. */
  readonly scheduler: NodejsFunction;
  readonly task: NodejsFunction;
  /** Writes the connectors that the stack declares. */
  readonly declare: NodejsFunction;
  readonly failedEvents: FailedEvents;
  readonly #names = new Set<string>();

  constructor(scope: Construct, id: string, props: SluiceProps) {
    super(scope, id);
    this.#warn(validateWorkerAtSynth(props.worker, plugins));
    const { every = Duration.minutes(1), logRetention = RetentionDays.ONE_MONTH, removalPolicy } = props;
    const { vpc, vpcSubnets, securityGroups } = props;
    const network = {
      ...(vpc && { vpc }),
      ...(vpcSubnets && { vpcSubnets }),
      ...(securityGroups && { securityGroups }),
    };
    this.tables = new Tables(this, "Tables", removalPolicy === undefined ? {} : { removalPolicy });
    this.failedEvents = new FailedEvents(this, "FailedEvents");
    const taskName = functionName(this, "task");
    const service = Names.uniqueResourceName(this, { separator: "-" });
    const environment = {
      ...writeEnvironment({
        configsTable: this.tables.configs.tableName,
        offsetsTable: this.tables.offsets.tableName,
        statusTable: this.tables.status.tableName,
        taskFunction: taskName,
        worker: props.worker,
      }),
      POWERTOOLS_SERVICE_NAME: service,
    };
    const common = { environment, logRetention, onFailure: this.failedEvents.queue };

    const scheduler = new ConnectorFunction(this, "Scheduler", {
      ...common,
      entry: "scheduler",
      name: functionName(this, "scheduler"),
      description: "Sluice: plans connectors and invokes their tasks",
      network,
      memorySize: 512,
      timeout: Duration.minutes(1),
      ...props.scheduler,
    });
    grantScheduling(this.tables, scheduler.role);
    grantInvocation(this, scheduler.role, taskName);

    const task = new ConnectorFunction(this, "Task", {
      ...common,
      entry: "task",
      name: taskName,
      description: "Sluice: runs one task of a connector, from its source to Kafka",
      network,
      memorySize: 1024,
      timeout: Duration.minutes(15),
      ...props.task,
    });
    grantTaskRun(this.tables, task.role);

    const declare = new ConnectorFunction(this, "Declare", {
      ...common,
      entry: "declare",
      name: functionName(this, "declare"),
      description: "Sluice: writes the connectors that the stack declares to the config store",
      // It answers CloudFormation through S3, which a VPC may have no way to.
      network: {},
      memorySize: 256,
      timeout: Duration.minutes(1),
    });
    grantDeclaration(this.tables, declare.role);

    this.scheduler = scheduler.function;
    this.task = task.function;
    this.declare = declare.function;
    new TickSchedule(this, "Schedule", { scheduler: this.scheduler, every });
    new Alarms(this, "Alarms", {
      scheduler: this.scheduler,
      task: this.task,
      failedEvents: this.failedEvents.queue,
      service,
      every,
      ...(props.alarmActions && { actions: props.alarmActions }),
    });
  }

  /**
   * Declares a connector: its configuration with Kafka Connect's keys. CDK tokens are allowed as values.
   *
   * @throws ConfigError with one sentence that names connector, key, value and what is valid.
   */
  addConnector(name: string, config: ConfigProps, { initialState = "RUNNING" }: ConnectorOptions = {}): void {
    if (this.#names.has(name)) throw new ConfigError(`Connector ${name} is declared twice: give one another name.`);
    const checked = checkConnector(name, config);
    this.#warn(checked.warnings);
    this.#names.add(name);
    new DeclaredConnector(this, `Connector-${name}`, {
      declare: this.declare,
      connector: name,
      config: checked.config,
      initialState,
    });
  }

  #warn(sentences: readonly string[]): void {
    for (const sentence of sentences) Annotations.of(this).addWarningV2("sluice:no-effect", sentence);
  }
}
