import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { handler } from "../../../../functions/declare/handler.ts";
import { writeEnvironment } from "../../../../lib/env.ts";
import { type RecordingServer, startRecordingServer } from "./recording-server.ts";
import { lambdaContext } from "../../../support/lambda-context.ts";

let cloudFormation: RecordingServer;
let dynamoDb: RecordingServer;

beforeAll(async () => {
  cloudFormation = await startRecordingServer();
  dynamoDb = await startRecordingServer();
  const environment = {
    ...writeEnvironment({
      configsTable: "configs",
      offsetsTable: "offsets",
      statusTable: "status",
      taskFunction: "task",
      schedulerQueue: "queue",
      worker: {},
    }),
    AWS_ENDPOINT_URL: dynamoDb.url,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloudFormation[Symbol.asyncDispose]();
  await dynamoDb[Symbol.asyncDispose]();
});

let logged = "";
beforeEach(() => {
  cloudFormation.received.length = 0;
  dynamoDb.received.length = 0;
  logged = "";
  for (const method of ["error", "warn", "info"] as const) {
    vi.spyOn(console, method).mockImplementation((...texts: unknown[]) => void (logged += texts.join(" ")));
  }
});

const lines = { name: "lines", "connector.class": "FileStreamSource", file: "/data/lines.txt", topic: "lines" };
const properties = (config: object) => ({
  connector: "lines",
  config: { ...lines, ...config },
  initialState: "RUNNING",
});

/** What CloudFormation is told about a request; undefined: nothing, so that it waits. */
async function answerTo(request: object): Promise<unknown> {
  const addressed = {
    ResponseURL: `${cloudFormation.url}/answer`,
    StackId: "stack",
    RequestId: "request",
    LogicalResourceId: "Lines",
  };
  await handler({ ...addressed, ...request }, lambdaContext);
  return cloudFormation.received[0]?.body;
}

const create = (config: object): Promise<unknown> =>
  answerTo({ RequestType: "Create", ResourceProperties: properties(config) });

test("a valid configuration is written", async () => {
  expect(await create({})).toMatchObject({ Status: "SUCCESS", PhysicalResourceId: "lines" });
  expect(JSON.stringify(dynamoDb.received)).toContain("/data/lines.txt");
});

describe("what was a CDK token when the template was made is checked when it arrives, before anything is written", () => {
  test.each([
    ["producer.override.sasl.jaas.config", 'org.apache.kafka.x.PlainLoginModule required password="hunter2";'],
    ["producer.override.ssl.key.password", "hunter2"],
    ["connection.url", "jdbc:postgresql://db/x?user=u&password=hunter2"],
  ])("a secret in %s", async (key, value) => {
    const Reason = expect.stringMatching(`^Connector lines: The value of configuration ${key} holds a secret`);
    const answer = await create({ [key]: value });
    expect(answer).toMatchObject({ Status: "FAILED", Reason });
    expect(JSON.stringify(answer) + logged).not.toContain("hunter2");
    expect(dynamoDb.received).toEqual([]);
  });

  test("a password of the connector's own, of an update too", async () => {
    const jdbc = {
      "connector.class": "JdbcSource",
      "connection.url": "jdbc:oracle://u:hunter2@db/x",
      "connection.password": "hunter2",
      mode: "bulk",
      "topic.prefix": "x",
    };
    const request = { RequestType: "Update", PhysicalResourceId: "lines", ResourceProperties: properties(jdbc) };
    const answer = await answerTo(request);
    expect(answer).toMatchObject({ Status: "FAILED", PhysicalResourceId: "lines" });
    expect(JSON.stringify(answer)).toMatch(
      /configuration connection\.password holds a secret.*oracle are not supported/,
    );
    expect(JSON.stringify(answer) + logged).not.toContain("hunter2");
    expect(dynamoDb.received).toEqual([]);
  });

  test("but one that is allowed is written", async () => {
    const allowed = { "producer.override.ssl.key.password": "hunter2", "sluice.secrets.plaintext": "allow" };
    expect(await create(allowed)).toMatchObject({ Status: "SUCCESS" });
  });

  test("any other mistake", async () => {
    const Reason = "Connector lines: Invalid value many for configuration tasks.max: Not a number of type INT";
    expect(await create({ "tasks.max": "many" })).toMatchObject({ Status: "FAILED", Reason });
    expect(dynamoDb.received).toEqual([]);
  });
});

describe("a request of the wrong shape is answered, or the stack would wait for its time limit", () => {
  test.each([
    ["no resource properties", { RequestType: "Create" }, /ResourceProperties: /],
    ["a list as value", { RequestType: "Create", ResourceProperties: properties({ topic: ["a"] }) }, /config\.topic: /],
    ["an unknown type", { RequestType: "Import", ResourceProperties: properties({}) }, /RequestType: /],
  ])("%s", async (_, request, sentence) => {
    const Reason = expect.stringMatching(sentence);
    expect(await answerTo(request)).toMatchObject({ Status: "FAILED", Reason, PhysicalResourceId: "Lines" });
    expect(dynamoDb.received).toEqual([]);
  });

  test("only one without an address is an error", async () => {
    await expect(Promise.resolve(handler({ RequestType: "Create" }, lambdaContext))).rejects.toThrow(/ResponseURL: /);
  });
});

test("a deletion asks for no valid configuration, or what failed to be made could not be taken back", async () => {
  const ResourceProperties = { connector: "lines", config: { topic: ["a"] } };
  const request = { RequestType: "Delete", PhysicalResourceId: "Lines", ResourceProperties };
  expect(await answerTo(request)).toMatchObject({ Status: "SUCCESS", PhysicalResourceId: "Lines" });
});
