import { Duration } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import type { ConnectorOptions } from "../../../cdk/sluice.ts";
import { readEnvironment } from "../../../lib/env.ts";
import { failuresOf } from "./failures-of.ts";
import { existingVpc, lines, makeStack, resourcesOf, type Resource } from "./synthesize.ts";

/** The connector `orders` with a function of its own, in a deployment with that network. */
function makeOwn(options: ConnectorOptions["function"] = {}, propsFor?: Parameters<typeof makeStack>[0]) {
  const { stack, sluice } = makeStack(propsFor);
  const returned = sluice.addConnector("orders", lines, { function: options });
  const shared = sluice.addConnector("lines", lines);
  const template = Template.fromStack(stack);
  const functions = resourcesOf(template, "AWS::Lambda::Function");
  const [id = "", own] = Object.entries(functions).find(([name]) => name.includes("Functionorders")) ?? [];
  if (!own) throw new Error("There is no own function.");
  return { stack, sluice, template, functions, id, own, returned, shared };
}

const textsOf = ({ Properties }: Resource): Record<string, string> => {
  const variables = JSON.parse(JSON.stringify(Properties["Environment"])).Variables;
  return Object.fromEntries(
    Object.entries<unknown>(variables).map(([name, value]) => [name, typeof value === "string" ? value : "token"]),
  );
};

describe("a connector with a function of its own", () => {
  const made = makeOwn();
  const name = made.own.Properties["FunctionName"];

  test("names it in its configuration, and is declared after it and withdrawn before it", () => {
    expect(name).toMatch(/^Sluice-[0-9A-F]{8}-orders-[0-9a-f]{8}$/);
    const connectors = Object.values(resourcesOf(made.template, "Custom::SluiceConnector"));
    const ofIt = connectors.find(({ Properties }) => Properties["connector"] === "orders");
    expect(ofIt?.Properties["config"]).toEqual({ ...lines, name: "orders", "sluice.function": name });
    expect(ofIt?.["DependsOn"]).toContain(made.id);
  });

  test("others go on without one", () => {
    const connectors = Object.values(resourcesOf(made.template, "Custom::SluiceConnector"));
    const other = connectors.find(({ Properties }) => Properties["connector"] === "lines");
    expect(other?.Properties["config"]).toEqual({ ...lines, name: "lines" });
  });

  test("gets it for grants of secrets; another connector gets the one that all share", () => {
    expect(made.stack.resolve(made.returned.functionName)).toEqual({ Ref: made.id });
    expect(made.shared).toBe(made.sluice.task);
  });

  test("is run by the code of the task function, which goes on by itself", () => {
    expect(made.own.Properties).toMatchObject({ Runtime: "nodejs24.x", MemorySize: 1024, Timeout: 900 });
    expect(made.own.Properties["Description"]).toBe("Sluice: plans the connector orders and runs its tasks");
    expect(readEnvironment(textsOf(made.own)).taskFunction).toBe(name);
  });

  test("is never stopped by Lambda's loop detection, nor are the scheduler and the shared function", () => {
    const allowed = Object.entries(made.functions).map(([id, { Properties }]) => [id, Properties["RecursiveLoop"]]);
    expect(allowed).toHaveLength(4);
    for (const [, loop] of allowed) expect(loop).toBe("Allow");
  });

  test("lets its dead invocations be told to the scheduler, once, within a minute", () => {
    expect(failuresOf(made.template)).toMatchObject({ Functionorders: "Queue", Task: "Queue" });
    made.template.resourceCountIs("AWS::Lambda::EventInvokeConfig", 4);
    made.template.allResourcesProperties("AWS::Lambda::EventInvokeConfig", {
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });

  test("raises an alarm when an invocation ends in an error", () => {
    const watched = Object.values(resourcesOf(made.template, "AWS::CloudWatch::Alarm"))
      .filter(({ Properties }) => Properties["MetricName"] === "Errors")
      .map(({ Properties }) => JSON.stringify(Properties["Dimensions"]));
    expect(watched).toHaveLength(2);
    expect(watched.filter((dimensions) => dimensions.includes(made.id))).toHaveLength(1);
  });
});

describe("the settings of an own function", () => {
  test("are the connector's, else those of the shared task function", () => {
    const task = { memorySize: 2048, timeout: Duration.minutes(5), reservedConcurrentExecutions: 7 };
    const { own } = makeOwn({ memorySize: 3008 }, () => ({ task }));
    expect(own.Properties).toMatchObject({ MemorySize: 3008, Timeout: 300 });
    // Taken from the account's total, so not once more for each.
    expect(own.Properties).not.toHaveProperty("ReservedConcurrentExecutions");
    expect(makeOwn({ reservedConcurrentExecutions: 2 }).own.Properties).toMatchObject({
      ReservedConcurrentExecutions: 2,
    });
  });

  test("put it where the shared functions are, unless it has a VPC of its own", () => {
    expect(makeOwn().own.Properties).not.toHaveProperty("VpcConfig");
    expect(makeOwn({}, existingVpc).own.Properties).toHaveProperty("VpcConfig");
    const { stack, sluice } = makeStack();
    sluice.addConnector("orders", lines, { function: existingVpc(stack) });
    const functions = Object.entries(resourcesOf(Template.fromStack(stack), "AWS::Lambda::Function"));
    const connected = functions.filter(([, { Properties }]) => "VpcConfig" in Properties).map(([id]) => id);
    expect(connected).toEqual([expect.stringContaining("Functionorders")]);
  });
});

test("names that differ in odd characters only, or in their ends, have different functions", () => {
  const { stack, sluice } = makeStack();
  const long = "x".repeat(100);
  const names = ["a.b", "a-b", "a b", "Bücher 📚", `${long}1`, `${long}2`];
  for (const name of names) sluice.addConnector(name, lines, { function: {} });
  const functions = Object.values(resourcesOf(Template.fromStack(stack), "AWS::Lambda::Function"));
  const made = functions.map(({ Properties }) => String(Properties["FunctionName"]));
  expect(new Set(made).size).toBe(names.length + 3);
  for (const name of made) expect(name).toMatch(/^[A-Za-z0-9-_]{1,64}$/);
});
