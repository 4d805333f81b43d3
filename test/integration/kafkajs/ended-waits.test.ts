import { expect, inject, test, vi } from "vitest";
import { batchOf } from "../../contracts/batch-of.ts";
import { interceptConnect } from "./intercept-connect.ts";
import { openKafka } from "./open-kafka.ts";
import { createTopic, readTopic } from "./topic.ts";

const { bootstrap } = inject("kafka");

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

/** A client that is connected and has a topic and a producer; `hold` keeps Kafka's answers back. */
async function connectedClient() {
  const [topic, other] = [await createTopic(bootstrap), await createTopic(bootstrap)];
  const { sockets } = interceptConnect();
  const kafka = openKafka({ "bootstrap.servers": bootstrap });
  const producer = kafka.createProducer();
  await kafka.topics.partitionCount(topic);
  await producer.send(batchOf(topic, 0, ["a"]));
  const hold = (): void => sockets.forEach((socket) => void socket.pause());
  const release = (): void => sockets.forEach((socket) => void socket.resume());
  return { kafka, producer, topic, other, sockets, hold, release };
}

test("a wait that is ended disturbs neither another one for the topic nor a batch on the same connection", async () => {
  const { kafka, producer, topic, other, sockets, hold, release } = await connectedClient();
  hold();
  const end = new AbortController();
  const ended = kafka.topics.partitionCount(other, end.signal);
  const waiting = kafka.topics.partitionCount(other);
  const sent = producer.send(batchOf(topic, 0, ["b"]));
  const connections = sockets.length;
  end.abort();
  await expect(ended).rejects.toThrow(/the wait for it was ended/);
  release();
  expect(await waiting).toBe(1);
  await sent;
  expect(sockets).toHaveLength(connections);
  expect((await readTopic(bootstrap, topic)).map(({ value }) => value)).toEqual(["a", "b"]);
});

test("a question that nobody waits for any more does not end a batch on the same connection", async () => {
  const { kafka, producer, topic, other, sockets, hold, release } = await connectedClient();
  hold();
  const end = new AbortController();
  const ended = kafka.topics.partitionCount(other, end.signal);
  const sent = producer.send(batchOf(topic, 0, ["b"]));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const connections = sockets.length;
  end.abort();
  await expect(ended).rejects.toThrow(/the wait for it was ended/);
  release();
  await sent;
  expect(sockets).toHaveLength(connections);
});

test("a question that nobody waits for any more leaves no timer and no connection, and the next one gets its answer", async () => {
  const before = timers();
  const { kafka, other, sockets, hold } = await connectedClient();
  hold();
  const end = new AbortController();
  const ended = kafka.topics.partitionCount(other, end.signal).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 50));
  end.abort();
  expect(await ended).toMatchObject({ name: "ConnectError" });
  await vi.waitFor(() => expect(sockets.filter(({ destroyed }) => !destroyed)).toEqual([]));
  expect(timers()).toBeLessThanOrEqual(before);
  expect(await kafka.topics.partitionCount(other)).toBe(1);
});
