import type { Context } from "aws-lambda";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { handler as scheduler } from "../../../functions/scheduler/handler.ts";
import { handler as task } from "../../../functions/task/handler.ts";

const context: Context = {
  awsRequestId: "4b1f",
  callbackWaitsForEmptyEventLoop: false,
  functionName: "f",
  functionVersion: "1",
  invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  memoryLimitInMB: "512",
  logGroupName: "g",
  logStreamName: "s",
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

/** What the handler failed with; its log lines go nowhere. */
async function failureOf(result: unknown): Promise<unknown> {
  try {
    return await Promise.resolve(result);
  } catch (error) {
    return error;
  }
}

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});

const valid = { connector: "c", task: 0, generation: 1 };

describe("an event of the wrong shape is refused with one sentence before anything is touched", () => {
  test.each([
    ["no object", "text", /event: /],
    ["no connector", { ...valid, connector: undefined }, /connector: /],
    ["an empty connector", { ...valid, connector: "" }, /connector: /],
    ["a task that is no number", { ...valid, task: "0" }, /task: /],
    ["a negative task", { ...valid, task: -1 }, /task: /],
    ["generation 0, which nothing runs in", { ...valid, generation: 0 }, /generation: /],
    ["a key that nobody knows", { ...valid, force: true }, /force/],
  ])("task: %s", async (_, event, message) => {
    const failure = await failureOf(task(event, context));
    expect(failure).toMatchObject({ name: "ConfigError" });
    expect(String(failure)).toMatch(/The event has not the shape that this function takes: /);
    expect(String(failure)).toMatch(message);
  });

  test("scheduler: connectors that are no list", async () => {
    const failure = await failureOf(scheduler({ connectors: "c" }, context));
    expect(String(failure)).toMatch(/ConfigError: The event has not the shape .*connectors: /);
  });
});

test.each([
  ["task", task, valid],
  ["scheduler", scheduler, { source: "aws.events" }],
])("%s: a function without its environment says which variable is missing", async (_, handler, event) => {
  vi.stubEnv("SLUICE_CONFIGS_TABLE", "");
  const failure = await failureOf(handler(event, context));
  vi.unstubAllEnvs();
  expect(String(failure)).toMatch(/The environment variable SLUICE_CONFIGS_TABLE is missing/);
});
