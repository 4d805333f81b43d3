import { SQSClient } from "@aws-sdk/client-sqs";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createSqsTickInvoker } from "../../../../lib/adapters/sqs/tick-invoker.ts";
import { ConnectError } from "../../../../lib/connect/errors.ts";
import { type CannedAnswer, startCannedServer } from "../../../support/canned-answers.ts";

/** What SQS answers when it has taken the message; the client compares the digest. */
const taken = (connectors: readonly string[]): CannedAnswer => {
  const digest = createHash("md5").update(JSON.stringify({ connectors })).digest("hex");
  return { status: 200, body: { MessageId: "m", MD5OfMessageBody: digest } };
};

async function ask(connectors: readonly string[], delayMs: number | undefined, ...answers: CannedAnswer[]) {
  await using server = await startCannedServer();
  server.answers.push(...answers);
  const queueUrl = `${server.endpoint}/000000000000/requests`;
  const client = new SQSClient({
    endpoint: server.endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "id", secretAccessKey: "secret" },
    maxAttempts: 1,
  });
  const invoker = createSqsTickInvoker({ client, queueUrl });
  const error: unknown = await invoker.invoke({ connectors }, delayMs).catch((thrown: unknown) => thrown);
  client.destroy();
  return { error, queueUrl, sent: server.seen.map(({ body }) => body) };
}

test("asks by one message that names the connectors", async () => {
  const { error, sent, queueUrl } = await ask(["orders", "Bücher"], undefined, taken(["orders", "Bücher"]));
  expect(error).toBeUndefined();
  expect(sent).toEqual([{ QueueUrl: queueUrl, MessageBody: '{"connectors":["orders","Bücher"]}', DelaySeconds: 0 }]);
});

test.each([
  [1, 1],
  [31_000, 31],
  [31_001, 32],
  [900_000, 900],
  [2_000_000, 900],
  [-5, 0],
])("a delay of %i ms is %i whole seconds", async (delayMs, DelaySeconds) => {
  const { sent } = await ask(["orders"], delayMs, taken(["orders"]));
  expect(sent).toMatchObject([{ DelaySeconds }]);
});

test("asks nothing for no connector", async () => {
  expect(await ask([], 0)).toMatchObject({ error: undefined, sent: [] });
});

const refusal = (status: number, type: string): CannedAnswer => ({
  status,
  body: { __type: `com.amazonaws.sqs#${type}`, message: "because" },
});

test.each([
  ["is throttling", refusal(400, "RequestThrottled"), "RequestThrottled"],
  ["is throttling by status", refusal(429, "Whatever"), "Whatever"],
  ["is ill", refusal(503, "ServiceUnavailable"), "ServiceUnavailable"],
  ["breaks the connection", "hang up", "ECONNRESET"],
] as const)("can be tried again when SQS %s", async (_, answer, why) => {
  const { error, queueUrl } = await ask(["orders"], 0, answer);
  expect(error).toBeInstanceOf(ConnectError);
  expect(error).toMatchObject({ retriable: true });
  expect(String(error)).toContain(queueUrl);
  expect(String(error)).toContain(why);
});

test.each([
  ["AccessDeniedException", 403, /SQS denied .*: grant sqs:SendMessage on it to the role of the caller \(because\)$/],
  ["QueueDoesNotExist", 400, /there is no such queue; deploy the stack$/],
  ["InvalidMessageContents", 400, /^ConnectError: SQS refused .*: because$/],
] as const)("says what to do about %s", async (type, status, sentence) => {
  const { error } = await ask(["orders"], 0, refusal(status, type));
  expect(error).toBeInstanceOf(ConnectError);
  expect(error).toMatchObject({ retriable: false });
  expect(String(error)).toMatch(sentence);
});
