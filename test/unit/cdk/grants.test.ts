import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { lines, makeStack, resourcesOf } from "./synthesize.ts";

/** With the connector `lines`, which shares the task function, and `apart`, which has one of its own. */
function synthesize(): Template {
  const { stack, sluice } = makeStack();
  sluice.addConnector("lines", lines);
  sluice.addConnector("apart", lines, { function: {} });
  return Template.fromStack(stack);
}

const template = synthesize();

/** What each role may do, as `action on resource`, sorted; with the condition, if there is one. */
function grantsOf(role: string): string[] {
  const policies = Object.values(template.findResources("AWS::IAM::Policy")).filter((policy) =>
    JSON.stringify(policy["Properties"].Roles).includes(`${role}Role`),
  );
  const grants = policies
    .flatMap((policy): Statement[] => policy["Properties"].PolicyDocument.Statement)
    .flatMap(({ Effect, Action, Resource, Condition }) =>
      [Action].flat().flatMap((action) =>
        [Resource].flat().map((on) => {
          const when = Condition === undefined ? "" : ` when ${JSON.stringify(Condition)}`;
          return `${Effect} ${action} on ${nameOf(on)}${when}`;
        }),
      ),
    );
  return [...new Set(grants)].toSorted();
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The construct that an ARN means, or the end of an ARN that is spelled out. */
function nameOf(resource: unknown): string {
  const text = JSON.stringify(resource);
  const construct =
    /(Configs|Offsets|Status|SchedulerLogs|TaskLogs|DeclareLogs|FunctionapartLogs|DeadLetters|Queue)/.exec(text);
  return construct?.[0] ?? /:function:Sluice-[0-9A-F]+-(\w+)(?:-[0-9a-f]{8})?"/.exec(text)?.[1] ?? text;
}

describe("each function may do no more than it does", () => {
  test("the scheduler", () => {
    expect(grantsOf("Scheduler")).toEqual([
      "Allow dynamodb:BatchGetItem on Offsets",
      "Allow dynamodb:ConditionCheckItem on Configs",
      "Allow dynamodb:DeleteItem on Status",
      "Allow dynamodb:GetItem on Configs",
      "Allow dynamodb:GetItem on Status",
      "Allow dynamodb:PutItem on Status",
      "Allow dynamodb:Query on Status",
      "Allow dynamodb:Scan on Configs",
      "Allow dynamodb:UpdateItem on Configs",
      "Allow dynamodb:UpdateItem on Status",
      "Allow lambda:InvokeFunction on apart",
      "Allow lambda:InvokeFunction on task",
      "Allow logs:CreateLogStream on SchedulerLogs",
      "Allow logs:PutLogEvents on SchedulerLogs",
      "Allow sqs:ChangeMessageVisibility on Queue",
      "Allow sqs:DeleteMessage on Queue",
      "Allow sqs:GetQueueAttributes on DeadLetters",
      "Allow sqs:GetQueueAttributes on Queue",
      "Allow sqs:GetQueueUrl on DeadLetters",
      "Allow sqs:GetQueueUrl on Queue",
      "Allow sqs:ReceiveMessage on Queue",
      "Allow sqs:SendMessage on DeadLetters",
      "Allow sqs:SendMessage on Queue",
    ]);
  });

  test("a task: it changes no connector, deletes nothing, invokes but itself and asks for ticks", () => {
    expect(grantsOf("Task")).toEqual([
      "Allow dynamodb:BatchGetItem on Offsets",
      "Allow dynamodb:GetItem on Configs",
      "Allow dynamodb:GetItem on Status",
      "Allow dynamodb:PutItem on Status",
      "Allow dynamodb:Query on Status",
      "Allow dynamodb:UpdateItem on Offsets",
      "Allow dynamodb:UpdateItem on Status",
      "Allow lambda:InvokeFunction on task",
      "Allow logs:CreateLogStream on TaskLogs",
      "Allow logs:PutLogEvents on TaskLogs",
      "Allow sqs:GetQueueAttributes on Queue",
      "Allow sqs:GetQueueUrl on Queue",
      "Allow sqs:SendMessage on Queue",
    ]);
  });

  test("the function that writes declared connectors", () => {
    expect(grantsOf("Declare")).toEqual([
      "Allow dynamodb:GetItem on Configs",
      "Allow dynamodb:UpdateItem on Configs",
      "Allow logs:CreateLogStream on DeclareLogs",
      "Allow logs:PutLogEvents on DeclareLogs",
      "Allow sqs:GetQueueAttributes on DeadLetters",
      "Allow sqs:GetQueueUrl on DeadLetters",
      "Allow sqs:SendMessage on DeadLetters",
    ]);
  });

  test("a connector's own function: what a task may, on the items of that connector alone", () => {
    const when = ' when {"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["apart"]}}';
    expect(grantsOf("Functionapart")).toEqual([
      `Allow dynamodb:BatchGetItem on Offsets${when}`,
      `Allow dynamodb:GetItem on Configs${when}`,
      `Allow dynamodb:GetItem on Status${when}`,
      `Allow dynamodb:PutItem on Status${when}`,
      `Allow dynamodb:Query on Status${when}`,
      `Allow dynamodb:UpdateItem on Offsets${when}`,
      `Allow dynamodb:UpdateItem on Status${when}`,
      "Allow lambda:InvokeFunction on apart",
      "Allow logs:CreateLogStream on FunctionapartLogs",
      "Allow logs:PutLogEvents on FunctionapartLogs",
      "Allow sqs:GetQueueAttributes on Queue",
      "Allow sqs:GetQueueUrl on Queue",
      "Allow sqs:SendMessage on Queue",
    ]);
  });
});

test("no role has a policy of AWS's, and only the schedule may invoke from outside", () => {
  for (const { Properties } of Object.values(resourcesOf(template, "AWS::IAM::Role"))) {
    expect(Properties).not.toHaveProperty("ManagedPolicyArns");
  }
  template.resourceCountIs("AWS::Lambda::Permission", 1);
  template.hasResourceProperties("AWS::Lambda::Permission", { Principal: "events.amazonaws.com" });
});
