import { Annotations, Duration, Names, type RemovalPolicy } from "aws-cdk-lib";
import type { IAlarmAction } from "aws-cdk-lib/aws-cloudwatch";
import type { Role } from "aws-cdk-lib/aws-iam";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Construct } from "constructs";
import { ConfigError, type ConfigProps } from "../lib/connect/index.ts";
import { plugins } from "../lib/plugins.ts";
import { Alarms } from "./alarms.ts";
import { checkConnector, FUNCTION_KEY } from "./check-connector.ts";
import { ConnectorFunction, type FunctionSettings, type NetworkProps } from "./connector-function.ts";
import { DeclaredConnector } from "./declared-connector.ts";
import { functionName, ownFunctionName } from "./function-name.ts";
import { grantDeclaration, grantInvocation, grantScheduling } from "./grants.ts";
import { SchedulerRequests } from "./scheduler-requests.ts";
import { Tables } from "./tables.ts";
import { type Deployment, functionEnvironment, TaskFunction } from "./task-function.ts";
import { TickSchedule } from "./tick-schedule.ts";
import { validateWorkerAtSynth } from "./validate-at-synth.ts";

export interface SluiceProps extends NetworkProps {
  /** Kafka Connect's worker configuration: `bootstrap.servers`, `key.converter`, `value.converter`, `producer.…`. */
  readonly worker: Readonly<Record<string, string>>;
  /** Time between two ticks, whole minutes: how long a task that dies unnoticed may wait. Default: 1 minute. */
  readonly every?: Duration;
  /** Default: 1,024 MiB, 1 minute: enough processor to plan 1,000 connectors for the first time in half of it. */
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
  /**
   * Gives the connector a function of its own, which plans it and runs its tasks: so that function alone needs the way
   * to its source and the secrets, and may touch no other connector's items. Default: the functions that all others
   * share. Memory and time limit that are left out are those of `task`; the network is theirs unless a VPC is given.
   * Reserved concurrency must be one more than the connector has tasks at most: it is planned while they run.
   */
  readonly function?: FunctionSettings & NetworkProps;
}

/**
 * Kafka Connect source connectors as Lambda functions: a schedule, a scheduler function, a task function and the three
 * tables that they share.
 *
 * @throws ConfigError if the worker configuration is invalid.
 */
export class Sluice extends Construct {
  readonly tables: Tables;
  /** The queue that invokes the scheduler, and what was given up on. */
  readonly requests: SchedulerRequests;
  /** Divides connectors into tasks; needs the way to the sources and their secrets, as tasks do. */
  readonly scheduler: NodejsFunction;
  readonly task: NodejsFunction;
  /** Writes the connectors that the stack declares. */
  readonly declare: NodejsFunction;
  readonly #names = new Set<string>();
  readonly #deployment: Deployment;
  readonly #schedulerRole: Role;
  readonly #network: NetworkProps;
  /** What own functions have in common with the shared one. */
  readonly #taskSettings: FunctionSettings;
  readonly #alarms: Alarms;

  constructor(scope: Construct, id: string, props: SluiceProps) {
    super(scope, id);
    this.#warn(validateWorkerAtSynth(props.worker, plugins));
    const { every = Duration.minutes(1), logRetention = RetentionDays.ONE_MONTH, removalPolicy } = props;
    const schedulerSettings = { memorySize: 1024, timeout: Duration.minutes(1), ...props.scheduler };
    this.#network = networkOf(props);
    const { reservedConcurrentExecutions: _sharedOnly, ...taskSettings } = props.task ?? {};
    this.#taskSettings = taskSettings;
    this.tables = new Tables(this, "Tables", removalPolicy === undefined ? {} : { removalPolicy });
    this.requests = new SchedulerRequests(this, "SchedulerRequests", { timeout: schedulerSettings.timeout });
    const deployment = {
      tables: this.tables,
      requests: this.requests.queue,
      worker: props.worker,
      service: Names.uniqueResourceName(this, { separator: "-" }),
      logRetention,
    };
    this.#deployment = deployment;
    const taskName = functionName(this, "task");
    const others = {
      environment: functionEnvironment(deployment, taskName),
      logRetention,
      // Never into the queue that invokes the scheduler: its own failure would invoke it again.
      onFailure: this.requests.deadLetters,
    };

    const scheduler = new ConnectorFunction(this, "Scheduler", {
      ...others,
      entry: "scheduler",
      name: functionName(this, "scheduler"),
      description: "Sluice: plans connectors and invokes their tasks",
      network: this.#network,
      ...schedulerSettings,
    });
    grantScheduling(this.tables, scheduler.role);
    grantInvocation(this, scheduler.role, taskName);
    this.requests.queue.grantSendMessages(scheduler.role);
    this.requests.invoke(scheduler.function);

    const task = new TaskFunction(this, "Task", {
      deployment,
      name: taskName,
      network: this.#network,
      ...props.task,
    });

    const declare = new ConnectorFunction(this, "Declare", {
      ...others,
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
    this.#schedulerRole = scheduler.role;
    this.task = task.function;
    this.declare = declare.function;
    new TickSchedule(this, "Schedule", { scheduler: this.scheduler, every });
    this.#alarms = new Alarms(this, "Alarms", {
      deadLetters: this.requests.deadLetters,
      service: deployment.service,
      every,
      ...(props.alarmActions && { actions: props.alarmActions }),
    });
    this.#alarms.watchTasks("TaskErrors", this.task);
  }

  /**
   * Declares a connector: its configuration with Kafka Connect's keys. CDK tokens are allowed as values.
   *
   * @returns the function that runs its tasks: its own, or the one that connectors share.
   * @throws ConfigError with one sentence that names connector, key, value and what is valid.
   */
  addConnector(name: string, config: ConfigProps, options: ConnectorOptions = {}): NodejsFunction {
    if (this.#names.has(name)) throw new ConfigError(`Connector ${name} is declared twice: give one another name.`);
    const checked = checkConnector(name, config);
    this.#warn(checked.warnings);
    this.#names.add(name);
    const own = options.function && this.#ownFunction(name, options.function);
    const declared = new DeclaredConnector(this, `Connector-${name}`, {
      declare: this.declare,
      connector: name,
      config: own ? { ...checked.config, [FUNCTION_KEY]: own.name } : checked.config,
      initialState: options.initialState ?? "RUNNING",
    });
    // Known by its name only, so the function would be made later, and gone before the connector was.
    if (own) declared.node.addDependency(own);
    return own?.function ?? this.task;
  }

  #ownFunction(connector: string, { vpc, vpcSubnets, securityGroups, ...settings }: FunctionSettings & NetworkProps) {
    const network = networkOf({ vpc, vpcSubnets, securityGroups });
    const own = new TaskFunction(this, `Function-${connector}`, {
      deployment: this.#deployment,
      connector,
      name: ownFunctionName(this, connector),
      // Subnets and security groups belong to their VPC.
      network: vpc ? network : { ...this.#network, ...network },
      ...this.#taskSettings,
      ...settings,
    });
    grantInvocation(this, this.#schedulerRole, own.name);
    this.#alarms.watchTasks(`TaskErrors-${connector}`, own.function);
    return own;
  }

  #warn(sentences: readonly string[]): void {
    for (const sentence of sentences) Annotations.of(this).addWarningV2("sluice:no-effect", sentence);
  }
}

/** The members of the network alone; without those that are undefined. */
function networkOf({ vpc, vpcSubnets, securityGroups }: { [K in keyof NetworkProps]: NetworkProps[K] | undefined }) {
  return { ...(vpc && { vpc }), ...(vpcSubnets && { vpcSubnets }), ...(securityGroups && { securityGroups }) };
}
