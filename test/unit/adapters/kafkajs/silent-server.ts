import { createServer } from "node:net";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";

/** A server that takes connections and never says a word, until the test ends. */
export interface SilentServer {
  readonly address: string;
  /** Connections that are open. */
  readonly connections: () => Promise<number>;
}

export async function startSilentServer(): Promise<SilentServer> {
  // Without a reader of the data, the end of a connection would not be noticed.
  const server = createServer((socket) => socket.on("error", () => undefined).resume());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no port");
  return { address: `127.0.0.1:${address.port}`, connections: promisify(server.getConnections.bind(server)) };
}
