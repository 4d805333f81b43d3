import net from "node:net";
import { afterEach, expect, inject, test, vi } from "vitest";
import { batchOf } from "../../contracts/batch-of.ts";
import { openKafka } from "./open-kafka.ts";
import { createTopic, readTopic } from "./topic.ts";

const { bootstrap } = inject("kafka");

/**
 * What happens to one Produce request: the broker never gets it; its answer never gets here, for the connection breaks;
 * or the connection stays and nothing comes any more.
 */
type Fault = "request" | "answer" | "connection";

const connect = net.connect.bind(net);

/** Breaks the connection at the n-th Produce request from now on (from 1), once. Tells whether it happened. */
function breakAt(n: number, fault: Fault): () => boolean {
  let requests = 0;
  let happened = false;
  vi.spyOn(net, "connect").mockImplementation((...args: unknown[]) => {
    // The overloads of net.connect can't be told apart here; the adapter calls the one with options and a listener.
    const socket: net.Socket = Reflect.apply(connect, undefined, args);
    const write = socket.write.bind(socket);
    let before = 0;
    let waiting = false;
    const intercept = (chunk: Uint8Array): boolean => {
      // The adapter writes a request's length on its own; the API key follows, 0 for Produce.
      const starts = before === 4 && Buffer.from(chunk.buffer, chunk.byteOffset).readInt16BE() === 0;
      before = chunk.length;
      if (starts) requests++;
      if (!starts || requests !== n || happened) return write(chunk);
      if (fault !== "request") {
        waiting = true;
        return write(chunk);
      }
      happened = true;
      socket.destroy(new Error("broken by the test"));
      return false;
    };
    socket.write = intercept;
    const emit = socket.emit.bind(socket);
    socket.emit = (event: string | symbol, ...values: unknown[]) => {
      if (event !== "data" || !waiting) return emit(event, ...values);
      happened = true;
      if (fault === "connection") return true;
      waiting = false;
      socket.destroy();
      return emit("end");
    };
    return socket;
  });
  return () => happened;
}

afterEach(() => vi.restoreAllMocks());

test.each([
  { fault: "answer", n: 1 },
  { fault: "answer", n: 2 },
  { fault: "answer", n: 3 },
  { fault: "connection", n: 2 },
  { fault: "request", n: 1 },
  { fault: "request", n: 2 },
  { fault: "request", n: 4 },
] as const)("each record once and in order, though Produce request $n meets a lost $fault", async ({ fault, n }) => {
  const topic = await createTopic(bootstrap, { partitions: 2 });
  const kafka = openKafka({ "bootstrap.servers": bootstrap, "request.timeout.ms": "1500" });
  const happened = breakAt(n, fault);
  await kafka.topics.partitionCount(topic);
  const producer = kafka.createProducer();
  const values = Array.from({ length: 12 }, (_, index) => [`a${index}`, `b${index}`, `c${index}`]);
  const sends = values.flatMap((batch) => [0, 1].map((partition) => producer.send(batchOf(topic, partition, batch))));
  const offsets = (await Promise.all(sends)).map(({ baseOffset }) => baseOffset);
  expect(happened()).toBe(true);
  expect(offsets).toEqual(values.flatMap((_, index) => [BigInt(3 * index), BigInt(3 * index)]));
  const stored = await readTopic(bootstrap, topic);
  expect(stored.map(({ value }) => value)).toEqual([...values.flat(), ...values.flat()]);
});
