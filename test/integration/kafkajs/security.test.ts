import { createServer } from "node:net";
import { expect, inject, test } from "vitest";
import { batchOf } from "../../contracts/batch-of.ts";
import { openKafka } from "./open-kafka.ts";
import { createTopic, readTopic } from "./topic.ts";

const { bootstrap, secure } = inject("kafka");

const modules = "org.apache.kafka.common.security";
const login = (module: string, password = secure.password) =>
  `${modules}.${module} required username="${secure.username}" password="${password}";`;

const tls = {
  "bootstrap.servers": secure.bootstrap,
  "security.protocol": "SASL_SSL",
  "ssl.truststore.type": "PEM",
  "ssl.truststore.certificates": secure.caPem,
};

const scram = {
  ...tls,
  "sasl.mechanism": "SCRAM-SHA-512",
  "sasl.jaas.config": login("scram.ScramLoginModule"),
};

/** Asks for a topic; gives the error and how long it took, in ms. */
async function failureOf(properties: Record<string, string>) {
  const started = Date.now();
  const error: unknown = await openKafka(properties)
    .topics.partitionCount("any")
    .catch((caught: unknown) => caught);
  return { error, ms: Date.now() - started };
}

test.each([
  ["SCRAM-SHA-512", login("scram.ScramLoginModule")],
  ["SCRAM-SHA-256", login("scram.ScramLoginModule")],
  ["PLAIN", login("plain.PlainLoginModule")],
  ["OAUTHBEARER", `${modules}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="someone";`],
])("writes over TLS with a login by %s", async (mechanism, jaas) => {
  const topic = await createTopic(bootstrap);
  const kafka = openKafka({ ...tls, "sasl.mechanism": mechanism, "sasl.jaas.config": jaas });
  expect(await kafka.topics.partitionCount(topic)).toBe(1);
  await kafka.createProducer().send(batchOf(topic, 0, ["hello"]));
  expect(await readTopic(bootstrap, topic)).toMatchObject([{ value: "hello" }]);
});

test.each([
  ["SCRAM-SHA-512", login("scram.ScramLoginModule", "wrong-secret")],
  ["PLAIN", login("plain.PlainLoginModule", "wrong-secret")],
])("a wrong password for %s fails at once, names the key and does not show the password", async (mechanism, jaas) => {
  const { error, ms } = await failureOf({ ...tls, "sasl.mechanism": mechanism, "sasl.jaas.config": jaas });
  expect(error).toMatchObject({ name: "ConfigError" });
  expect(error).toHaveProperty("message", expect.stringMatching(new RegExp(`${mechanism}.*sasl\\.jaas\\.config`)));
  expect(JSON.stringify(error) + String(error)).not.toContain("wrong-secret");
  expect(ms).toBeLessThan(5000);
});

test("a certificate of an unknown authority fails at once and names the key", async () => {
  const { "ssl.truststore.certificates": _, ...unknownCa } = scram;
  const { error, ms } = await failureOf(unknownCa);
  expect(error).toMatchObject({ name: "ConfigError" });
  expect(error).toHaveProperty("message", expect.stringContaining("ssl.truststore.certificates"));
  expect(ms).toBeLessThan(5000);
});

test("a login without TLS where TLS is needed ends within max.block.ms and names security.protocol", async () => {
  const { error, ms } = await failureOf({
    ...scram,
    "security.protocol": "SASL_PLAINTEXT",
    "max.block.ms": "1000",
    "socket.connection.setup.timeout.ms": "1000",
  });
  expect(error).toHaveProperty("message", expect.stringContaining(secure.bootstrap));
  expect(ms).toBeLessThan(5000);
});

test("TLS to a listener without it fails at once and names security.protocol", async () => {
  const { error, ms } = await failureOf({ ...scram, "bootstrap.servers": bootstrap, "max.block.ms": "1000" });
  expect(error).toHaveProperty("message", expect.stringMatching(/security\.protocol|No connection/));
  expect(ms).toBeLessThan(5000);
});

test("a port where nobody listens: one sentence with the address after max.block.ms", async () => {
  const { error, ms } = await failureOf({ "bootstrap.servers": "127.0.0.1:1", "max.block.ms": "500" });
  expect(error).toMatchObject({ name: "ConnectError", retriable: true });
  expect(error).toHaveProperty("message", expect.stringMatching(/127\.0\.0\.1:1\b.*ECONNREFUSED.*bootstrap\.servers/));
  expect(ms).toBeGreaterThanOrEqual(500);
  expect(ms).toBeLessThan(4000);
});

test("a host that does not exist fails at once", async () => {
  const { error, ms } = await failureOf({ "bootstrap.servers": "no-such-host.invalid:9092" });
  expect(error).toHaveProperty("message", expect.stringMatching(/no-such-host\.invalid/));
  expect(ms).toBeLessThan(10_000);
});

test("a server that takes the connection and never answers is given up", async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" ? (address?.port ?? 0) : 0);
    });
  });
  try {
    const { error, ms } = await failureOf({
      "bootstrap.servers": `127.0.0.1:${port}`,
      "max.block.ms": "500",
      "socket.connection.setup.timeout.ms": "300",
    });
    expect(error).toHaveProperty("message", expect.stringMatching(/No answer within 300 ms/));
    expect(ms).toBeLessThan(4000);
  } finally {
    server.close();
  }
});
