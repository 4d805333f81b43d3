import dns from "node:dns";
import { afterEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../../../lib/adapters/system/clock.ts";
import type { Logger } from "../../../../lib/ports/index.ts";
import { unreachableTopicAdminContract } from "../../../contracts/topic-admin.ts";
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

afterEach(() => vi.restoreAllMocks());

describe.each([
  { broker: "nobody listens", start: async () => ({ address: "127.0.0.1:1" }) },
  { broker: "the connection is taken and nothing comes", start: startSilentServer },
])("the contract of a TopicAdmin whose cluster is away: $broker", ({ start }) => {
  unreachableTopicAdminContract(async () => {
    const { address } = await start();
    return { topics: openKafka({ "bootstrap.servers": address }).topics, clock: systemClock };
  });
});

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

describe("a host that no name server knows", () => {
  const failure = async (bootstrap: string) => {
    vi.spyOn(dns, "lookup").mockImplementation((...args: unknown[]) => {
      const answer = args.at(-1);
      const notFound = Object.assign(new Error(`getaddrinfo ENOTFOUND ${String(args[0])}`), { code: "ENOTFOUND" });
      if (typeof answer === "function") setImmediate(() => void Reflect.apply(answer, undefined, [notFound]));
    });
    const started = performance.now();
    const kafka = openKafka({ "bootstrap.servers": bootstrap, "max.block.ms": "700" });
    const error: unknown = await kafka.topics.partitionCount("any").catch((caught: unknown) => caught);
    return { error, ms: performance.now() - started };
  };

  test("fails at once if no other host is known either and none was ever reached", async () => {
    const { error, ms } = await failure("one.example:9092,two.example:9092");
    expect(error).toMatchObject({ name: "ConfigError" });
    expect(error).toHaveProperty("message", expect.stringContaining("one.example:9092,two.example:9092"));
    expect(ms).toBeLessThan(500);
  });

  test.each(["stale.example:9092,127.0.0.1:1", "127.0.0.1:1,stale.example:9092"])(
    "is tried again beside one that restarts: %s",
    async (bootstrap) => {
      const { error, ms } = await failure(bootstrap);
      expect(error).toMatchObject({ name: "ConnectError", retriable: true });
      expect(error).toHaveProperty("message", expect.stringMatching(/127\.0\.0\.1:1\b.*ECONNREFUSED/));
      expect(ms).toBeGreaterThanOrEqual(700);
    },
  );
});
