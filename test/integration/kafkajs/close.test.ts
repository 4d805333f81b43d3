import net, { createServer } from "node:net";
import { afterEach, expect, inject, onTestFinished, test, vi } from "vitest";
import { batchOf } from "../../contracts/batch-of.ts";
import { openKafka } from "./open-kafka.ts";
import { createTopic } from "./topic.ts";

const { bootstrap } = inject("kafka");

const outstanding = (kind: RegExp): number => process.getActiveResourcesInfo().filter((name) => kind.test(name)).length;

afterEach(() => vi.restoreAllMocks());

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

test("an idle client has no timer, and a closed one no connection", async () => {
  const topic = await createTopic(bootstrap);
  const [timers, connections] = [outstanding(/Timeout/), outstanding(/TCP/)];
  const kafka = openKafka({ "bootstrap.servers": bootstrap });
  await kafka.topics.partitionCount(topic);
  await kafka.createProducer().send(batchOf(topic, 0, ["a"]));
  await soon();
  expect(outstanding(/Timeout/)).toBeLessThanOrEqual(timers);
  kafka.close();
  await soon();
  expect(outstanding(/TCP/)).toBeLessThanOrEqual(connections);
});

test("one connection carries everything that is asked at once, and is made anew after connections.max.idle.ms", async () => {
  const topic = await createTopic(bootstrap);
  const connect = vi.spyOn(net, "connect");
  const kafka = openKafka({ "bootstrap.servers": bootstrap, "connections.max.idle.ms": "200" });
  const producer = kafka.createProducer();
  await Promise.all([kafka.topics.partitionCount(topic), producer.send(batchOf(topic, 0, ["a"]))]);
  expect(connect).toHaveBeenCalledTimes(1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await producer.send(batchOf(topic, 0, ["b"]));
  expect(connect).toHaveBeenCalledTimes(2);
});

test("a closed client stays closed", async () => {
  const topic = await createTopic(bootstrap);
  const kafka = openKafka({ "bootstrap.servers": bootstrap });
  const producer = kafka.createProducer();
  await kafka.topics.partitionCount(topic);
  kafka.close();
  await expect(producer.send(batchOf(topic, 0, ["a"]))).rejects.toThrow(/closed/);
});

test("a producer that is closed gives up what it waits for at once, and leaves no timer: Kafka is away", async () => {
  const timers = outstanding(/Timeout/);
  const kafka = openKafka({ "bootstrap.servers": "127.0.0.1:1" });
  const producer = kafka.createProducer();
  const send = producer.send(batchOf("any", 0, ["a"]));
  await soon();
  await Promise.all([expect(send).rejects.toThrow(/closed/), producer.close()]);
  await soon();
  expect(outstanding(/Timeout/)).toBeLessThanOrEqual(timers);
});

test("a producer that is closed gives up what it waits for at once: Kafka takes the connection and says nothing", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const kafka = openKafka({ "bootstrap.servers": `127.0.0.1:${port}` });
  const producer = kafka.createProducer();
  const send = producer.send(batchOf("any", 0, ["a"]));
  await soon();
  await Promise.all([expect(send).rejects.toThrow(/closed/), producer.close()]);
  kafka.close();
});
