import { describe, expect, test, vi } from "vitest";
import type { Logger } from "../../../../lib/ports/index.ts";
import { openKafka } from "../../../integration/kafkajs/open-kafka.ts";
import { silentLogger } from "./silent-logger.ts";
import { startSilentServer } from "./silent-server.ts";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const outstanding = (kind: RegExp): number => process.getActiveResourcesInfo().filter((name) => kind.test(name)).length;

function recordingLogger() {
  const lines: string[] = [];
  const logger: Logger = { ...silentLogger, warn: (line) => void lines.push(line) };
  return { lines, logger };
}

describe("a wait for a topic that is ended while Kafka is away rejects at once and leaves nothing behind", () => {
  test.each([
    { broker: "nobody listens", start: async () => ({ address: "127.0.0.1:1", connections: async () => 0 }) },
    { broker: "the connection is taken and nothing comes", start: startSilentServer },
  ])("$broker", async ({ start }) => {
    const { address, connections } = await start();
    const { lines, logger } = recordingLogger();
    const [timers, sockets] = [outstanding(/Timeout/), outstanding(/TCPSocketWrap/)];
    const kafka = openKafka({ "bootstrap.servers": address }, logger);
    const end = new AbortController();
    const wait = kafka.topics.partitionCount("any", end.signal);
    const outcome = wait.catch((error: unknown) => error);
    await pause(200);
    const aborted = performance.now();
    end.abort();
    await expect(outcome).resolves.toMatchObject({ name: "ConnectError", retriable: false });
    expect(performance.now() - aborted).toBeLessThan(50);
    await pause(20);
    expect(outstanding(/Timeout/)).toBeLessThanOrEqual(timers);
    expect(outstanding(/TCPSocketWrap/)).toBeLessThanOrEqual(sockets);
    expect(await connections()).toBe(0);
    await pause(2000);
    expect(lines).toEqual([]);
  });

  test("another one who waits for the same topic goes on waiting", async () => {
    const { address, connections } = await startSilentServer();
    const kafka = openKafka({ "bootstrap.servers": address });
    const [first, second] = [new AbortController(), new AbortController()];
    const waits = [first, second].map(async ({ signal }) => await kafka.topics.partitionCount("any", signal));
    const ended = waits.map(async (wait) => await wait.catch(() => "ended"));
    await vi.waitFor(async () => expect(await connections()).toBe(1));
    first.abort();
    expect(await ended[0]).toBe("ended");
    await pause(50);
    expect(await connections()).toBe(1);
    second.abort();
    expect(await ended[1]).toBe("ended");
    await vi.waitFor(async () => expect(await connections()).toBe(0));
  });
});
