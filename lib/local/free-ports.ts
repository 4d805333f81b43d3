import { randomInt } from "node:crypto";
import { once } from "node:events";
import net from "node:net";

/**
 * Below what systems give to outgoing connections (from 32768): a port of theirs could be taken by any connection in the
 * seconds until the server binds it.
 */
const lowest = 15_000;
const highest = 32_000;

/** Holds a port that is free now, or gives undefined when this one is taken. */
async function hold(port: number): Promise<net.Server | undefined> {
  const server = net.createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
    return server;
  } catch {
    return undefined;
  }
}

/** `count` different TCP ports of 127.0.0.1 that are free now. Held all at once, so that none comes twice. */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, net.Server>();
  while (held.size < count) {
    const port = randomInt(lowest, highest);
    const server = held.has(port) ? undefined : await hold(port);
    if (server) held.set(port, server);
  }
  await Promise.all([...held.values()].map((server) => new Promise((resolve) => server.close(resolve))));
  return [...held.keys()];
}

/** One free TCP port of 127.0.0.1. */
export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}
