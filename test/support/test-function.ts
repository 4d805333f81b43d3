import { randomUUID } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import { once } from "node:events";
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { zipOf } from "./zip.ts";

/** What a test function does with one event. */
export type Conduct = { readonly answer: unknown } | "die" | "hang";

/** A function on the local cloud that tells a test of each event, and does what the test says. */
export interface TestFunction extends AsyncDisposable {
  readonly name: string;
  readonly client: LambdaClient;
  /** The events that have arrived, as they were. */
  readonly events: readonly unknown[];
  /** Waits for that many events that fit. @throws Error after 20 s. */
  arrived(count: number, fits: (event: unknown) => boolean): Promise<unknown[]>;
  /** Lets the invocations end that hang. */
  release(): void;
}

/** Local clouds run functions as processes of this machine, so the test's server can be reached. */
const codeFor = (url: string): string => `exports.handler = async (event, context) => {
  const body = JSON.stringify({ event, requestId: context.awsRequestId });
  const conduct = await (await fetch(${JSON.stringify(url)}, { method: "POST", body })).json();
  if (conduct === "die") process.kill(process.pid, "SIGKILL");
  return conduct.answer;
};`;

/** @param conduct Asked for each event. Default: it never answers. */
export async function createTestFunction(
  endpoint: string,
  conduct: (event: unknown, requestId: string) => Conduct = () => "hang",
): Promise<TestFunction> {
  const events: unknown[] = [];
  const hanging = new Set<ServerResponse>();
  const server = createServer((request, response: ServerResponse) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => void (body += chunk));
    request.on("end", () => {
      const { event, requestId }: { event: unknown; requestId: string } = JSON.parse(body);
      events.push(event);
      const what = conduct(event, requestId);
      if (what === "hang") hanging.add(response);
      else response.end(JSON.stringify(what));
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The server has no port.");
  const client = new LambdaClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  const name = `test-${randomUUID()}`;
  await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: "arn:aws:iam::000000000000:role/lambda",
      Code: { ZipFile: zipOf("index.js", codeFor(`http://127.0.0.1:${address.port}/`)) },
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Timeout: 30,
    }),
  );
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 60, minDelay: 1 }, { FunctionName: name });
  return {
    name,
    client,
    events,
    async arrived(count, fits) {
      const deadline = performance.now() + 20_000;
      for (;;) {
        const found = events.filter(fits);
        if (found.length >= count) return found;
        if (performance.now() > deadline) throw new Error(`${found.length} of ${count} events have arrived.`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    release() {
      for (const response of hanging) response.end("{}");
      hanging.clear();
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
