import { randomUUID } from "node:crypto";
import { CreateFunctionCommand, InvokeCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { raceForOneKey } from "../../support/dynamodb-race.ts";
import { zipOf } from "../../support/zip.ts";

const code = `exports.handler = async (event, context) => {
  if (event.fail) throw new TypeError(event.fail);
  if (event.exit) process.exit(1);
  if (event.sleepMs) await new Promise((resolve) => setTimeout(resolve, event.sleepMs));
  return { version: process.version, got: event, leftMs: context.getRemainingTimeInMillis() };
};`;

describe("the local cloud", () => {
  const client = new LambdaClient({
    endpoint: inject("awsEndpointUrl"),
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  const FunctionName = `local-${randomUUID()}`;

  beforeAll(async () => {
    const Role = "arn:aws:iam::000000000000:role/lambda";
    const Code = { ZipFile: zipOf("index.js", code) };
    const runtime = { Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 2 } as const;
    await client.send(new CreateFunctionCommand({ FunctionName, Role, Code, ...runtime }));
    await waitUntilFunctionActiveV2({ client, maxWaitTime: 60, minDelay: 1 }, { FunctionName });
  });

  afterAll(() => client.destroy());

  async function invoke(event: object) {
    const answer = await client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
    const body: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString());
    return { error: answer.FunctionError, body };
  }

  test("has a DynamoDB in which one of 20 conditional writes wins", async () => {
    await expect(raceForOneKey(inject("awsEndpointUrl"))).resolves.toEqual({
      won: 1,
      errors: new Set(["ConditionalCheckFailedException"]),
    });
  });

  test("runs Lambdas on Node 24", async () => {
    const { body } = await invoke({ name: "Zoë" });
    expect(body).toMatchObject({ version: expect.stringMatching(/^v24\./), got: { name: "Zoë" } });
    expect(body).toHaveProperty(
      "leftMs",
      expect.toSatisfy((left: number) => left > 0 && left <= 2000),
    );
  });

  test("tells what a Lambda throws", async () => {
    await expect(invoke({ fail: "broken" })).resolves.toMatchObject({
      error: "Unhandled",
      body: { errorMessage: "broken" },
    });
  });

  test.each([{ exit: true }, { sleepMs: 60_000 }])("outlives a Lambda that ends in the middle: %o", async (event) => {
    await expect(invoke(event)).resolves.toMatchObject({ error: "Unhandled" });
    await expect(invoke({})).resolves.toMatchObject({ error: undefined });
  });
});
