import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answer } from "../../../../functions/declare/answer.ts";

let server: Server;
let status: number;
let received: { readonly method: string | undefined; readonly contentType: string | undefined; readonly body: unknown };
let url: string;

beforeEach(async () => {
  status = 200;
  server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => void (body += chunk));
    request.on("end", () => {
      received = { method: request.method, contentType: request.headers["content-type"], body: JSON.parse(body) };
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The server has no port.");
  url = `http://127.0.0.1:${address.port}/answer`;
});

afterEach(() => server.close());

const event = () =>
  ({
    RequestType: "Create",
    ResponseURL: url,
    StackId: "stack",
    RequestId: "request",
    LogicalResourceId: "Lines",
    ResourceProperties: { connector: "lines", config: {}, initialState: "RUNNING" },
  }) as const;

describe("the answer to CloudFormation", () => {
  test("names the request and the resource, without the content type that the address is not signed for", async () => {
    await answer(event());
    expect(received).toEqual({
      method: "PUT",
      contentType: "",
      body: {
        Status: "SUCCESS",
        PhysicalResourceId: "lines",
        StackId: "stack",
        RequestId: "request",
        LogicalResourceId: "Lines",
      },
    });
  });

  test("keeps the physical id of an update, or CloudFormation would delete the old resource", async () => {
    await answer({ ...event(), RequestType: "Update", PhysicalResourceId: "as it was" });
    expect(received.body).toMatchObject({ PhysicalResourceId: "as it was" });
  });

  test("says why it failed, in less than CloudFormation's limit", async () => {
    await answer(event(), "x".repeat(10_000));
    expect(received.body).toMatchObject({ Status: "FAILED", Reason: "x".repeat(1024) });
  });

  test("that is refused is an error", async () => {
    status = 403;
    await expect(answer(event())).rejects.toThrow("CloudFormation did not take the answer for Lines: HTTP status 403.");
  });
});
