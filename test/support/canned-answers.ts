import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";

/** What the server says to one request. `"hang up"` ends the connection without a word. */
export type CannedAnswer =
  | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | "hang up";

/** A request as the server saw it. */
interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** Parsed JSON. */
  readonly body: Record<string, unknown>;
}

/** An HTTP server on 127.0.0.1 that gives one answer after the other, whatever it is asked. */
export interface CannedServer extends AsyncDisposable {
  readonly endpoint: string;
  readonly seen: SeenRequest[];
  /** The next answers; when there is none left the server hangs up. */
  readonly answers: CannedAnswer[];
}

export async function startCannedServer(): Promise<CannedServer> {
  const seen: SeenRequest[] = [];
  const answers: CannedAnswer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString() || "{}");
      seen.push({ path: request.url ?? "", headers: request.headers, body });
      const answer = answers.shift() ?? "hang up";
      if (answer === "hang up") request.socket.destroy();
      else {
        const headers = { "content-type": "application/json", ...answer.headers };
        response.writeHead(answer.status, headers).end(JSON.stringify(answer.body));
      }
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    seen,
    answers,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await once(server.close(), "close");
    },
  };
}
