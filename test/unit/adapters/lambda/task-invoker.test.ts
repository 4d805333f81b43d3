import { LambdaClient } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { createLambdaTaskInvoker } from "../../../../lib/adapters/lambda/task-invoker.ts";
import { ConnectError } from "../../../../lib/connect/errors.ts";
import { type CannedAnswer, startCannedServer } from "../../../support/canned-answers.ts";

const INVOCATION = { connector: "orders", task: 3, generation: 7 };

const clientOf = (endpoint: string, maxAttempts: number): LambdaClient =>
  new LambdaClient({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "id", secretAccessKey: "secret" },
    maxAttempts,
  });

async function invoke(...answers: CannedAnswer[]) {
  await using server = await startCannedServer();
  server.answers.push(...answers);
  const client = clientOf(server.endpoint, answers.length);
  const invoker = createLambdaTaskInvoker({ client, functionName: "sluice-task" });
  const error: unknown = await invoker.invoke(INVOCATION).catch((thrown: unknown) => thrown);
  client.destroy();
  return { error, seen: server.seen };
}

const refusal = (status: number, type: string): CannedAnswer => ({
  status,
  body: { __type: type, message: "because" },
});

test("asks for an asynchronous invocation with the invocation as its event", async () => {
  const { error, seen } = await invoke({ status: 202, body: "" });
  expect(error).toBeUndefined();
  expect(seen).toHaveLength(1);
  expect(seen[0]?.path).toBe("/2015-03-31/functions/sluice-task/invocations");
  expect(seen[0]?.headers["x-amz-invocation-type"]).toBe("Event");
  expect(seen[0]?.body).toEqual(INVOCATION);
});

test("asks the connector's own function when it is named", async () => {
  await using server = await startCannedServer();
  server.answers.push({ status: 202, body: "" });
  const client = clientOf(server.endpoint, 1);
  await createLambdaTaskInvoker({ client, functionName: "sluice-task" }).invoke(INVOCATION, "sluice-orders");
  client.destroy();
  expect(server.seen[0]?.path).toBe("/2015-03-31/functions/sluice-orders/invocations");
});

test.for([
  ["Lambda is throttling", refusal(429, "TooManyRequestsException"), "TooManyRequestsException"],
  ["Lambda is ill", refusal(500, "ServiceException"), "ServiceException"],
  ["an unknown part of Lambda is ill", refusal(503, "Whatever"), "Whatever"],
  ["the function is being changed", refusal(409, "ResourceConflictException"), "ResourceConflictException"],
  ["the connection breaks", "hang up", "ECONNRESET"],
] as const)("can be tried again when %s", async ([, answer, why]) => {
  const { error } = await invoke(answer);
  expect(error).toBeInstanceOf(ConnectError);
  expect(error).toMatchObject({ retriable: true });
  expect(String(error)).toContain("task 3 of connector orders by function sluice-task");
  expect(String(error)).toContain(why);
});

test.for([
  ["AccessDeniedException", 403, /denied .*function sluice-task: grant lambda:InvokeFunction .* \(because\)$/],
  ["ResourceNotFoundException", 404, /function sluice-task: there is no such function/],
  ["InvalidRequestContentException", 400, /^ConnectError: Lambda refused .*function sluice-task: because$/],
] as const)("says what to do about %s", async ([type, status, sentence]) => {
  const { error } = await invoke(refusal(status, type));
  expect(error).toBeInstanceOf(ConnectError);
  expect(error).toMatchObject({ retriable: false });
  expect(String(error)).toMatch(sentence);
});
