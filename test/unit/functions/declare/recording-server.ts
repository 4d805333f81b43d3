import { createServer, type IncomingHttpHeaders } from "node:http";

export interface ReceivedRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** Stands for CloudFormation's address, and for DynamoDB where a test has to see what would be written. */
export interface RecordingServer extends AsyncDisposable {
  readonly url: string;
  readonly received: ReceivedRequest[];
  /** HTTP status of every answer; the body is an empty object. */
  status: number;
}

/** Starts a server that takes every request and keeps it. */
export async function startRecordingServer(): Promise<RecordingServer> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => void (body += chunk));
    request.on("end", () => {
      const { method, url, headers } = request;
      received.push({ method, url, headers, body: JSON.parse(body) });
      response.writeHead(recorder.status, { "content-type": "application/x-amz-json-1.0" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The server has no port.");
  const recorder: RecordingServer = {
    url: `http://127.0.0.1:${address.port}`,
    received,
    status: 200,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return recorder;
}
