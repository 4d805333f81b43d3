import { setTimeout as sleep } from "node:timers/promises";
import { expect, inject, test } from "vitest";
import { batchOf } from "../../contracts/batch-of.ts";
import { interceptConnect } from "./intercept-connect.ts";
import { openKafka } from "./open-kafka.ts";
import { createTopic, readTopic } from "./topic.ts";

const { bootstrap } = inject("kafka");

/** A client that has written "a", whose brokers then have names that nobody knows, until `back` is called. */
async function clientWithoutNames(properties: Readonly<Record<string, string>> = {}) {
  const topic = await createTopic(bootstrap);
  let away = false;
  const { sockets } = interceptConnect((options) => {
    if (!away) return options;
    const notFound = Object.assign(new Error("getaddrinfo ENOTFOUND kafka.example"), { code: "ENOTFOUND" });
    return { ...options, host: "kafka.example", lookup: (_name, _options, answer) => answer(notFound, "", 4) };
  });
  const kafka = openKafka({ "bootstrap.servers": bootstrap, ...properties });
  const producer = kafka.createProducer();
  await kafka.topics.partitionCount(topic);
  await producer.send(batchOf(topic, 0, ["a"]));
  away = true;
  for (const socket of sockets) socket.destroy(new Error("broken by the test"));
  return { topic, producer, sockets, back: () => void (away = false) };
}

test("a batch waits while the name of its broker is away, and is written when it is back", async () => {
  const { topic, producer, sockets, back } = await clientWithoutNames();
  const connections = sockets.length;
  const sent = producer.send(batchOf(topic, 0, ["b"]));
  await Promise.race([sent, sleep(600)]);
  expect(sockets.length).toBeGreaterThan(connections);
  back();
  await sent;
  expect((await readTopic(bootstrap, topic)).map(({ value }) => value)).toEqual(["a", "b"]);
});

test("a batch whose broker's name stays away fails with delivery.timeout.ms and says why", async () => {
  const { topic, producer } = await clientWithoutNames({ "delivery.timeout.ms": "1000" });
  const started = performance.now();
  const error: unknown = await producer.send(batchOf(topic, 0, ["b"])).catch((caught: unknown) => caught);
  expect(performance.now() - started).toBeGreaterThanOrEqual(1000);
  expect(error).toMatchObject({ name: "ConnectError", retriable: true });
  expect(error).toHaveProperty("message", expect.stringMatching(/delivery\.timeout\.ms.*is not known/));
});
