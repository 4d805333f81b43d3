import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Match } from "aws-cdk-lib/assertions";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { describe, expect, test } from "vitest";
import { readEnvironment } from "../../../lib/env.ts";
import { failuresOf } from "./failures-of.ts";
import { existingVpc, lines, makeStack, resourcesOf, synthesize, worker } from "./synthesize.ts";

const template = synthesize();

const propertiesOf = (type: string): Readonly<Record<string, unknown>>[] =>
  Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties);

describe("the tables", () => {
  test("are three, on demand, with point-in-time recovery, retained, without fixed names or expiry", () => {
    const tables = Object.values(resourcesOf(template, "AWS::DynamoDB::Table"));
    expect(tables).toHaveLength(3);
    for (const table of tables) {
      expect(table).toMatchObject({
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
        Properties: {
          BillingMode: "PAY_PER_REQUEST",
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      });
      expect(table.Properties).not.toHaveProperty("TableName");
      expect(table.Properties).not.toHaveProperty("TimeToLiveSpecification");
    }
  });

  test("have the keys of the table layout", () => {
    const keys = propertiesOf("AWS::DynamoDB::Table").map(({ KeySchema }) => KeySchema);
    const partition = { AttributeName: "connector", KeyType: "HASH" };
    expect(keys).toEqual([
      [partition],
      [partition, { AttributeName: "partition", KeyType: "RANGE" }],
      [partition, { AttributeName: "item", KeyType: "RANGE" }],
    ]);
  });

  test("can be made to go with the stack", () => {
    synthesize(() => ({ removalPolicy: RemovalPolicy.DESTROY })).allResources("AWS::DynamoDB::Table", {
      DeletionPolicy: "Delete",
    });
  });
});

describe("every function", () => {
  test("runs Node 24 on arm64 from one bundled file", () => {
    template.resourceCountIs("AWS::Lambda::Function", 3);
    template.allResourcesProperties("AWS::Lambda::Function", {
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
    });
  });

  test("is never stopped by Lambda's loop detection", () => {
    template.allResourcesProperties("AWS::Lambda::Function", { RecursiveLoop: "Allow" });
  });

  test("gets each event once, within a minute", () => {
    template.resourceCountIs("AWS::Lambda::EventInvokeConfig", 3);
    template.allResourcesProperties("AWS::Lambda::EventInvokeConfig", {
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });

  test("tells of a failed event: a task the scheduler, the others nobody, or the scheduler would invoke itself", () => {
    expect(failuresOf(template)).toEqual({ Scheduler: "DeadLetters", Declare: "DeadLetters", Task: "Queue" });
  });

  test("logs to a group of its own that is kept for a month", () => {
    template.resourceCountIs("AWS::Logs::LogGroup", 3);
    template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 30 });
    template.allResourcesProperties("AWS::Lambda::Function", {
      LoggingConfig: { LogGroup: { Ref: Match.stringLikeRegexp("Logs") } },
    });
  });

  test("finds in its environment what env.ts reads", () => {
    const names = propertiesOf("AWS::Lambda::Function").map(({ FunctionName }) => FunctionName);
    const found = Object.values(template.findResources("AWS::Lambda::Function")).map((resource) => {
      const variables: Record<string, unknown> = resource["Properties"].Environment.Variables;
      const texts = Object.entries(variables).map(([name, value]) => [
        name,
        typeof value === "string" ? value : "token",
      ]);
      return readEnvironment(Object.fromEntries(texts));
    });
    expect(found).toHaveLength(3);
    for (const environment of found) {
      expect(environment.worker).toEqual(worker);
      expect(names).toContain(environment.taskFunction);
    }
  });
});

test("the schedule fires every minute and is not retried", () => {
  template.resourceCountIs("AWS::Events::Rule", 1);
  template.hasResourceProperties("AWS::Events::Rule", {
    ScheduleExpression: "rate(1 minute)",
    State: "ENABLED",
    Targets: [
      Match.objectLike({
        Arn: { "Fn::GetAtt": [Match.stringLikeRegexp("SchedulerFunction"), "Arn"] },
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      }),
    ],
  });
});

describe("the queue that invokes the scheduler", () => {
  test("tries a message three times and keeps it for two weeks then", () => {
    template.resourceCountIs("AWS::SQS::Queue", 2);
    template.hasResourceProperties("AWS::SQS::Queue", {
      RedrivePolicy: {
        maxReceiveCount: 3,
        deadLetterTargetArn: { "Fn::GetAtt": [Match.stringLikeRegexp("DeadLetters"), "Arn"] },
      },
    });
    template.hasResourceProperties("AWS::SQS::Queue", {
      MessageRetentionPeriod: 14 * 24 * 3600,
      RedrivePolicy: Match.absent(),
    });
  });

  test("hands over ten messages at most, to two invocations at most, and those that failed once more", () => {
    template.resourceCountIs("AWS::Lambda::EventSourceMapping", 1);
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      EventSourceArn: { "Fn::GetAtt": [Match.stringLikeRegexp("SchedulerRequestsQueue"), "Arn"] },
      FunctionName: { Ref: Match.stringLikeRegexp("SchedulerFunction") },
      BatchSize: 10,
      ScalingConfig: { MaximumConcurrency: 2 },
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  test.each([
    ["by default", undefined, 6 * 60],
    ["with another time limit", Duration.minutes(5), 6 * 300],
  ])("hides a message for six times the scheduler's time limit, %s", (_, timeout, VisibilityTimeout) => {
    const made = synthesize(() => (timeout ? { scheduler: { timeout } } : {}));
    made.hasResourceProperties("AWS::SQS::Queue", { VisibilityTimeout });
  });

  test("refuses plain HTTP, and so does that of the dead letters", () => {
    template.resourceCountIs("AWS::SQS::QueuePolicy", 2);
    template.allResourcesProperties("AWS::SQS::QueuePolicy", {
      PolicyDocument: Match.objectLike({
        Statement: [Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } })],
      }),
    });
  });
});

test("a silent schedule raises an alarm, and so do failed tasks and dead letters", () => {
  template.resourceCountIs("AWS::CloudWatch::Alarm", 5);
  template.hasResourceProperties("AWS::CloudWatch::Alarm", {
    MetricName: "connector-count",
    Statistic: "SampleCount",
    ComparisonOperator: "LessThanThreshold",
    TreatMissingData: "breaching",
  });
  for (const MetricName of ["task-failures", "connector-failures"]) {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      Namespace: "Sluice",
      MetricName,
      Dimensions: [{ Name: "service", Value: Match.anyValue() }],
    });
  }
  template.hasResourceProperties("AWS::CloudWatch::Alarm", { MetricName: "Errors", TreatMissingData: "notBreaching" });
  template.hasResourceProperties("AWS::CloudWatch::Alarm", {
    MetricName: "ApproximateNumberOfMessagesVisible",
    Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": [Match.stringLikeRegexp("DeadLetters"), "QueueName"] } }],
  });
});

test("settings of the functions and the schedule are the user's", () => {
  const changed = synthesize(() => ({
    every: Duration.minutes(5),
    logRetention: RetentionDays.ONE_WEEK,
    task: { memorySize: 2048, timeout: Duration.minutes(2), reservedConcurrentExecutions: 7 },
  }));
  changed.hasResourceProperties("AWS::Events::Rule", { ScheduleExpression: "rate(5 minutes)" });
  changed.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 7 });
  changed.hasResourceProperties("AWS::Lambda::Function", {
    MemorySize: 2048,
    Timeout: 120,
    ReservedConcurrentExecutions: 7,
  });
});

test("in a VPC the scheduler and the tasks have an interface, the function that answers CloudFormation has none", () => {
  const inVpc = synthesize(existingVpc);
  const functions = Object.entries(resourcesOf(inVpc, "AWS::Lambda::Function"));
  const connected = functions.filter(([, { Properties }]) => "VpcConfig" in Properties).map(([id]) => id);
  expect(connected).toEqual([expect.stringContaining("Scheduler"), expect.stringContaining("Task")]);
});

describe("a declared connector", () => {
  test("is a resource with name, configuration and state", () => {
    template.hasResourceProperties("Custom::SluiceConnector", {
      ServiceToken: { "Fn::GetAtt": [Match.stringLikeRegexp("DeclareFunction"), "Arn"] },
      connector: "lines",
      config: { ...lines, name: "lines" },
      initialState: "RUNNING",
    });
  });

  test("can't be declared twice, nor under another name than its configuration's", () => {
    const { sluice } = makeStack();
    sluice.addConnector("lines", lines);
    expect(() => sluice.addConnector("lines", lines)).toThrow("Connector lines is declared twice");
    expect(() => sluice.addConnector("other", { ...lines, name: "lines" })).toThrow(
      "Connector other: the value lines of configuration name must be other.",
    );
  });
});
