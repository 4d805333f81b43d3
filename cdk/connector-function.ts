import path from "node:path";
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import type { ISecurityGroup, IVpc, SubnetSelection } from "aws-cdk-lib/aws-ec2";
import type { Role } from "aws-cdk-lib/aws-iam";
import { Architecture, RecursiveLoop, Runtime } from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { LogLevel, NodejsFunction, SourceMapMode } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { functionRole } from "./function-role.ts";

/** Where a function stands: nothing given, it runs outside any VPC. */
export interface NetworkProps {
  readonly vpc?: IVpc;
  /** Default: the VPC's private subnets. */
  readonly vpcSubnets?: SubnetSelection;
  /** Default: a new security group that lets everything out and nothing in. */
  readonly securityGroups?: ISecurityGroup[];
}

export interface FunctionSettings {
  /** Memory in MiB; AWS gives one virtual CPU at 1,769. */
  readonly memorySize?: number;
  readonly timeout?: Duration;
  /** How many may run at once, taken from the account's total. Default: no limit of its own. */
  readonly reservedConcurrentExecutions?: number;
}

interface ConnectorFunctionProps extends FunctionSettings {
  /** Folder below `functions/` that holds its `handler.ts`. */
  readonly entry: "scheduler" | "task" | "declare";
  readonly name: string;
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly network: NetworkProps;
  readonly logRetention: RetentionDays;
  /** Takes the events that could not be delivered or ended in an error. */
  readonly onFailure: IQueue;
}

const repository = path.join(import.meta.dirname, "..");

/**
 * One of Sluice's functions: bundled to a single CommonJS file with source map, on arm64. Asynchronous events live for a
 * minute and are not retried by Lambda, because the scheduler is the retry (DESIGN §6.7). Lambda's loop detection is
 * off, because it takes any chain of some 16 invocations for a runaway, however much work each of them gets done.
 */
export class ConnectorFunction extends Construct {
  readonly name: string;
  readonly function: NodejsFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ConnectorFunctionProps) {
    super(scope, id);
    const { entry, name, network, onFailure, logRetention, environment, ...settings } = props;
    this.name = name;
    const logGroup = new LogGroup(this, "Logs", { retention: logRetention, removalPolicy: RemovalPolicy.DESTROY });
    this.role = functionRole(this, "Role", { logGroup, inVpc: network.vpc !== undefined });
    this.function = new NodejsFunction(this, "Function", {
      ...settings,
      ...network,
      functionName: name,
      role: this.role,
      logGroup,
      entry: path.join(repository, "functions", entry, "handler.ts"),
      projectRoot: repository,
      depsLockFilePath: path.join(repository, "package-lock.json"),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      environment: { ...environment, NODE_OPTIONS: "--enable-source-maps --max-semi-space-size=4" },
      // AWS's own copy of its SDK changes with the runtime, is not bundled for start-up and is absent from a local cloud.
      bundling: {
        target: "node24",
        mainFields: ["module", "main"],
        minify: true,
        sourceMap: true,
        sourceMapMode: SourceMapMode.DEFAULT,
        sourcesContent: false,
        logLevel: LogLevel.WARNING,
        externalModules: ["pg-native"],
      },
      awsSdkConnectionReuse: false,
      retryAttempts: 0,
      maxEventAge: Duration.minutes(1),
      onFailure: new SqsDestination(onFailure),
      recursiveLoop: RecursiveLoop.ALLOW,
    });
  }
}
