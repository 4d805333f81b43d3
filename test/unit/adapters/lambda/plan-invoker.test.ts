import { createServer } from "node:http";
import { once } from "node:events";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "vitest";
import { createLambdaPlanInvoker } from "../../../../lib/adapters/lambda/plan-invoker.ts";
import { ConfigError, ConnectError } from "../../../../lib/connect/errors.ts";
import { type CannedAnswer, startCannedServer } from "../../../support/canned-answers.ts";

const PLAN = {
  config: { "connector.class": "JdbcSource" },
  tasks: [{ tables: "Bücher 📚" }],
  hash: "4b1f",
  version: 7,
};

const clientOf = (endpoint: string): LambdaClient =>
  new LambdaClient({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "id", secretAccessKey: "secret" },
    maxAttempts: 1,
    // As in the functions: no ordinary request may take longer.
    requestHandler: { requestTimeout: 100, throwOnRequestTimeout: true },
  });

async function plan(...answers: CannedAnswer[]) {
  await using server = await startCannedServer();
  server.answers.push(...answers);
  const client = clientOf(server.endpoint);
  const planner = createLambdaPlanInvoker({ client });
  const [result] = await Promise.allSettled([planner.plan("orders", "sluice-orders", new AbortController().signal)]);
  client.destroy();
  return { result, seen: server.seen };
}

async function errorOf(...answers: CannedAnswer[]): Promise<unknown> {
  const { result } = await plan(...answers);
  return result.status === "rejected" ? result.reason : undefined;
}

test("asks the connector's own function and waits for its answer", async () => {
  const { result, seen } = await plan({ status: 200, body: { plan: PLAN } });
  expect(result).toEqual({ status: "fulfilled", value: PLAN });
  expect(seen).toHaveLength(1);
  expect(seen[0]?.path).toBe("/2015-03-31/functions/sluice-orders/invocations");
  expect(seen[0]?.headers["x-amz-invocation-type"]).toBe("RequestResponse");
  expect(seen[0]?.body).toEqual({ connector: "orders", plan: true });
});

describe("what planning threw there is thrown here", () => {
  test("what only another configuration can mend, as such", async () => {
    const failure = { message: "Table orders has no column id", permanent: true };
    const error = await errorOf({ status: 200, body: { failure } });
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ message: failure.message, retriable: false });
  });

  test("what may pass, as such", async () => {
    const error = await errorOf({
      status: 200,
      body: { failure: { message: "No answer from db:5432", permanent: false } },
    });
    expect(error).not.toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ name: "ConnectError", message: "No answer from db:5432", retriable: true });
  });
});

test.each([
  [
    "was cut off",
    { errorType: "Sandbox.Timedout", errorMessage: "Task timed out after 3.00 seconds" },
    "timed out after 3",
  ],
  ["died", { errorType: "Runtime.ExitError" }, "Runtime.ExitError"],
  ["says nothing", "", "it gave no reason"],
])("a function that %s is a sentence with connector, function and reason", async (_, body, reason) => {
  const error = await errorOf({ status: 200, body, headers: { "x-amz-function-error": "Unhandled" } });
  expect(error).toBeInstanceOf(ConnectError);
  expect(error).toMatchObject({ retriable: true });
  expect(String(error)).toMatch(
    /^ConnectError: Connector orders could not be planned, .* function sluice-orders failed: /,
  );
  expect(String(error)).toContain(reason);
});

test.each([
  ["nothing", ""],
  ["another object", { outcome: "drained" }],
  ["a plan without version", { plan: { ...PLAN, version: undefined } }],
  ["a task that is no configuration", { plan: { ...PLAN, tasks: [{ tables: 3 }] } }],
  ["a plan without hash", { plan: { ...PLAN, hash: "" } }],
])("%s is not taken for a plan", async (_, body) => {
  const error = await errorOf({ status: 200, body });
  expect(error).toBeInstanceOf(ConnectError);
  expect(String(error)).toMatch(/Function sluice-orders did not answer with a plan of connector orders: /);
});

test.each([
  [
    "is throttling",
    { status: 429, body: { __type: "TooManyRequestsException" } },
    true,
    /did not plan connector orders/,
  ],
  ["gives no answer", "hang up", true, /no answer when asked to plan connector orders by function sluice-orders/],
  ["knows no such function", { status: 404, body: { __type: "ResourceNotFoundException" } }, false, /no such function/],
  ["denies it", { status: 403, body: { __type: "AccessDeniedException" } }, false, /grant lambda:InvokeFunction/],
] as const)("says so when Lambda %s", async (_, answer, retriable, sentence) => {
  const error = await errorOf(answer);
  expect(error).toBeInstanceOf(ConnectError);
  expect(error).toMatchObject({ retriable });
  expect(String(error)).toMatch(sentence);
});

test("waits longer than for an ordinary request, and until the signal only", async () => {
  const server = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const client = clientOf(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`);
  const end = new AbortController();
  let settled = false;
  const planned = createLambdaPlanInvoker({ client }).plan("orders", "sluice-orders", end.signal);
  const ended = planned.catch((error: unknown) => error).finally(() => (settled = true));
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(settled).toBe(false);
  end.abort();
  const error = await ended;
  expect(error).toBeInstanceOf(ConnectError);
  expect(String(error)).toMatch(/sluice-orders did not plan connector orders in time/);
  client.destroy();
  server.closeAllConnections();
  server.close();
});
