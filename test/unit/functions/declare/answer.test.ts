import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answer } from "../../../../functions/declare/answer.ts";
import { type RecordingServer, startRecordingServer } from "./recording-server.ts";

let cloudFormation: RecordingServer;

beforeEach(async () => {
  cloudFormation = await startRecordingServer();
});
afterEach(() => cloudFormation[Symbol.asyncDispose]());

const event = () => ({
  ResponseURL: `${cloudFormation.url}/answer`,
  StackId: "stack",
  RequestId: "request",
  LogicalResourceId: "Lines",
});

describe("the answer to CloudFormation", () => {
  test("names the request and the resource, without the content type that the address is not signed for", async () => {
    await answer(event(), { connector: "lines" });
    expect(cloudFormation.received).toMatchObject([{ method: "PUT", url: "/answer", headers: { "content-type": "" } }]);
    expect(cloudFormation.received[0]?.body).toEqual({
      Status: "SUCCESS",
      PhysicalResourceId: "lines",
      StackId: "stack",
      RequestId: "request",
      LogicalResourceId: "Lines",
    });
  });

  test("keeps the physical id of an update, or CloudFormation would delete the old resource", async () => {
    await answer({ ...event(), PhysicalResourceId: "as it was" }, { connector: "lines" });
    expect(cloudFormation.received).toMatchObject([{ body: { PhysicalResourceId: "as it was" } }]);
  });

  test("has a physical id, without which CloudFormation takes no answer, also when nothing was made", async () => {
    await answer(event(), { failure: "no" });
    expect(cloudFormation.received).toMatchObject([{ body: { Status: "FAILED", PhysicalResourceId: "Lines" } }]);
  });

  test("says why it failed, in less than CloudFormation's limit", async () => {
    await answer(event(), { failure: "x".repeat(10_000) });
    expect(cloudFormation.received).toMatchObject([{ body: { Status: "FAILED", Reason: "x".repeat(1024) } }]);
  });

  test("that is refused is an error", async () => {
    cloudFormation.status = 403;
    await expect(answer(event(), {})).rejects.toThrow(
      "CloudFormation did not take the answer for Lines: HTTP status 403.",
    );
  });
});
