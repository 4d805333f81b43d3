import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { handler as scheduler } from "../../../functions/scheduler/handler.ts";
import { handler as task } from "../../../functions/task/handler.ts";
import { writeEnvironment } from "../../../lib/env.ts";
import { lambdaContext } from "../../support/lambda-context.ts";
import { type RecordingServer, startRecordingServer } from "./declare/recording-server.ts";

/** Stands for AWS: a DynamoDB with empty tables, an SQS and a Lambda that take everything. */
let cloud: RecordingServer;

/** What the functions find in their environment, beside what the runtime sets. */
const environment = (): Record<string, string> => ({
  ...writeEnvironment({
    configsTable: "configs",
    offsetsTable: "offsets",
    statusTable: "status",
    taskFunction: "task",
    schedulerQueue: `${cloud.url}/000000000000/requests`,
    worker: {
      "bootstrap.servers": "127.0.0.1:9092",
      "key.converter": "JsonConverter",
      "value.converter": "JsonConverter",
    },
  }),
  AWS_ENDPOINT_URL: cloud.url,
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
});

let logged = "";

beforeAll(async () => {
  cloud = await startRecordingServer();
});
afterAll(() => cloud[Symbol.asyncDispose]());
beforeEach(() => {
  logged = "";
  cloud.received.length = 0;
  vi.unstubAllEnvs();
  for (const method of ["error", "warn", "info", "debug"] as const) {
    vi.spyOn(console, method).mockImplementation((...texts: unknown[]) => void (logged += texts.join(" ")));
  }
});

/** What the handler failed with; its log lines go nowhere. */
async function failureOf(result: unknown): Promise<unknown> {
  try {
    return await Promise.resolve(result);
  } catch (error) {
    return error;
  }
}

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
    ["no plan and no task either", { connector: "c", plan: false }, /plan: /],
    ["a plan of a task", { ...valid, plan: true }, /task/],
    ["a plan of no connector", { plan: true }, /connector: /],
  ])("task: %s", async (_, event, message) => {
    const failure = await failureOf(task(event, lambdaContext));
    expect(failure).toMatchObject({ name: "ConfigError" });
    expect(String(failure)).toMatch(/The event has not the shape that this function takes: /);
    expect(String(failure)).toMatch(message);
  });

  test.each([
    ["connectors that are no list", { connectors: "c" }, /connectors: /],
    ["messages that are no list", { Records: "c" }, /Records: /],
    ["a message without a body", { Records: [{ messageId: "m" }] }, /Records\.0\.body: /],
  ])("scheduler: %s", async (_, event, message) => {
    const failure = await failureOf(scheduler(event, lambdaContext));
    expect(String(failure)).toMatch(/ConfigError: The event has not the shape /);
    expect(String(failure)).toMatch(message);
  });
});

test.each([
  ["task", task, valid],
  ["task that is to plan", task, { connector: "c", plan: true }],
  ["scheduler", scheduler, { source: "aws.events" }],
  ["scheduler with messages", scheduler, { Records: [] }],
])("%s: a function without its environment says which variable is missing", async (_, handler, event) => {
  vi.stubEnv("SLUICE_CONFIGS_TABLE", "");
  const failure = await failureOf(handler(event, lambdaContext));
  expect(String(failure)).toMatch(/The environment variable SLUICE_CONFIGS_TABLE is missing/);
});

describe("in an environment", () => {
  beforeEach(() => {
    for (const [name, value] of Object.entries(environment())) vi.stubEnv(name, value);
  });
  const targets = (): unknown[] => cloud.received.map(({ headers }) => headers["x-amz-target"]);

  test.each([
    ["an event of the schedule", { source: "aws.events", "detail-type": "Scheduled Event", detail: {} }, "Scan"],
    ["an empty event by hand", {}, "Scan"],
    ["connectors by hand", { connectors: ["c"] }, "GetItem"],
  ])("the scheduler makes a tick of %s", async (_, event, action) => {
    expect(await scheduler(event, lambdaContext)).toEqual({ scheduled: [] });
    expect(targets()).toEqual([`DynamoDB_20120810.${action}`]);
  });

  test("the scheduler drops messages that are no request, and takes none as failed", async () => {
    const Records = [{ messageId: "m1", body: "rubbish", eventSource: "aws:sqs" }];
    expect(await scheduler({ Records }, lambdaContext)).toEqual({ batchItemFailures: [] });
    expect(cloud.received).toEqual([]);
    expect(logged).toMatch(/no request and was dropped[^]*"messageId": "m1"/);
  });

  test("the scheduler makes a tick for a message that asks for one", async () => {
    const Records = [{ messageId: "m1", body: '{"connectors":["c"]}' }];
    expect(await scheduler({ Records }, lambdaContext)).toEqual({ batchItemFailures: [] });
    expect(targets()).toEqual(["DynamoDB_20120810.GetItem"]);
  });

  test("a function that is to plan a connector answers why it can't, and warns of no missing metrics", async () => {
    const answer = await task({ connector: "c", plan: true }, lambdaContext);
    expect(answer).toEqual({ failure: { message: "There is no connector c to plan", permanent: true } });
    expect(targets()).toEqual(["DynamoDB_20120810.GetItem"]);
    expect(logged).not.toContain("No application metrics");
  });
});
