import { beforeEach, describe, expect, test, vi } from "vitest";
import { handler as scheduler } from "../../../functions/scheduler/handler.ts";
import { handler as task } from "../../../functions/task/handler.ts";
import { lambdaContext } from "../../support/lambda-context.ts";

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
    const failure = await failureOf(task(event, lambdaContext));
    expect(failure).toMatchObject({ name: "ConfigError" });
    expect(String(failure)).toMatch(/The event has not the shape that this function takes: /);
    expect(String(failure)).toMatch(message);
  });

  test("scheduler: connectors that are no list", async () => {
    const failure = await failureOf(scheduler({ connectors: "c" }, lambdaContext));
    expect(String(failure)).toMatch(/ConfigError: The event has not the shape .*connectors: /);
  });
});

test.each([
  ["task", task, valid],
  ["scheduler", scheduler, { source: "aws.events" }],
])("%s: a function without its environment says which variable is missing", async (_, handler, event) => {
  vi.stubEnv("SLUICE_CONFIGS_TABLE", "");
  const failure = await failureOf(handler(event, lambdaContext));
  vi.unstubAllEnvs();
  expect(String(failure)).toMatch(/The environment variable SLUICE_CONFIGS_TABLE is missing/);
});
