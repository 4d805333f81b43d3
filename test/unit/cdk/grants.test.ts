import { describe, expect, test } from "vitest";
import { resourcesOf, synthesize } from "./synthesize.ts";

const template = synthesize();

/** What each role may do, as `action on resource`, sorted. */
function grantsOf(role: string): string[] {
  const policies = Object.values(template.findResources("AWS::IAM::Policy")).filter((policy) =>
    JSON.stringify(policy["Properties"].Roles).includes(`${role}Role`),
  );
  return policies
    .flatMap((policy): Statement[] => policy["Properties"].PolicyDocument.Statement)
    .flatMap(({ Effect, Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((on) => `${Effect} ${action} on ${nameOf(on)}`)),
    )
    .toSorted();
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** The construct that an ARN means, or the end of an ARN that is spelled out. */
function nameOf(resource: unknown): string {
  const text = JSON.stringify(resource);
  const construct = /(Configs|Offsets|Status|SchedulerLogs|TaskLogs|DeclareLogs|Queue)/.exec(text);
  return construct?.[0] ?? /:function:Sluice-[0-9A-F]+-(\w+)"/.exec(text)?.[1] ?? text;
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
      "Allow lambda:InvokeFunction on task",
      "Allow logs:CreateLogStream on SchedulerLogs",
      "Allow logs:PutLogEvents on SchedulerLogs",
      "Allow sqs:GetQueueAttributes on Queue",
      "Allow sqs:GetQueueUrl on Queue",
      "Allow sqs:SendMessage on Queue",
    ]);
  });

  test("a task: it changes no connector, deletes no offset and invokes nothing", () => {
    expect(grantsOf("Task")).toEqual([
      "Allow dynamodb:BatchGetItem on Offsets",
      "Allow dynamodb:DeleteItem on Status",
      "Allow dynamodb:GetItem on Configs",
      "Allow dynamodb:GetItem on Status",
      "Allow dynamodb:PutItem on Status",
      "Allow dynamodb:Query on Status",
      "Allow dynamodb:UpdateItem on Offsets",
      "Allow dynamodb:UpdateItem on Status",
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
