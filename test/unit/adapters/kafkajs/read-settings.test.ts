import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readSettings } from "../../../../lib/adapters/kafkajs/read-settings.ts";

const servers = { "bootstrap.servers": "a:9092" };

test("Kafka's defaults hold where nothing is said, but for those that the documentation names", () => {
  expect(readSettings(servers)).toMatchObject({
    bootstrap: [{ host: "a", port: 9092 }],
    ssl: null,
    sasl: null,
    requestTimeoutMs: 30_000,
    deliveryTimeoutMs: 120_000,
    retries: 2 ** 31 - 1,
    maxInFlight: 5,
    maxRequestSize: 1_048_576,
    compression: { type: "none", gzip: -1, zstd: 3 },
  });
});

test("reads several servers, IPv6 among them", () => {
  expect(readSettings({ "bootstrap.servers": "a:1, [::1]:2" }).bootstrap).toEqual([
    { host: "a", port: 1 },
    { host: "::1", port: 2 },
  ]);
});

test("times that Java takes for endless become as long as a timer can be", () => {
  const settings = readSettings({ ...servers, "max.block.ms": "9223372036854775807", "connections.max.idle.ms": "-1" });
  expect(settings).toMatchObject({ maxBlockMs: 2 ** 31 - 1, connectionsMaxIdleMs: 2 ** 31 - 1 });
});

describe("refuses by name", () => {
  test.each([
    ["bootstrap.servers", "no-port"],
    ["bootstrap.servers", ""],
    ["acks", "1"],
    ["acks", "0"],
    ["enable.idempotence", "false"],
    ["transactional.id", "mine"],
    ["partitioner.class", "com.example.Mine"],
    ["interceptor.classes", "com.example.Mine"],
    ["compression.type", "snappy"],
    ["compression.type", "lz4"],
    ["max.in.flight.requests.per.connection", "6"],
    ["linger.ms", "-1"],
    ["security.protocol", "TLS"],
    ["ssl.truststore.type", "JKS"],
    ["ssl.keystore.type", "PKCS12"],
    ["sasl.mechanism", "GSSAPI"],
  ])("%s=%s", (key, value) => {
    expect(() => readSettings({ ...servers, [key]: value })).toThrow(
      expect.objectContaining({ name: "ConfigError", message: expect.stringContaining(key) }),
    );
  });

  test("several mistakes, a line each", () => {
    expect(() => readSettings({ ...servers, acks: "1", "compression.type": "lz4" })).toThrow(/acks.*\n.*compression/);
  });
});

test("what Java's worker files usually say is taken", () => {
  const given = {
    acks: "-1",
    "enable.idempotence": "true",
    "max.in.flight.requests.per.connection": "1",
    retries: "3",
  };
  expect(readSettings({ ...servers, ...given })).toMatchObject({ maxInFlight: 1, retries: 3 });
});

describe("logins", () => {
  const module = "org.apache.kafka.common.security";
  const sasl = (mechanism: string, jaas: string) => ({
    ...servers,
    "security.protocol": "sasl_plaintext",
    "sasl.mechanism": mechanism,
    "sasl.jaas.config": jaas,
  });

  test.each([
    ["PLAIN", "plain.PlainLoginModule"],
    ["SCRAM-SHA-256", "scram.ScramLoginModule"],
    ["SCRAM-SHA-512", "scram.ScramLoginModule"],
  ])("%s takes user and password from the login module", (mechanism, login) => {
    const settings = readSettings(sasl(mechanism, `${module}.${login} required username="u" password="p";`));
    expect(settings.sasl).toEqual({ mechanism: mechanism.toLowerCase(), username: "u", password: "p" });
    expect(settings.ssl).toBeNull();
  });

  test("a login module of another mechanism, or without a password, is refused without showing anything", () => {
    const plain = `${module}.plain.PlainLoginModule required username="u" password="p4ss";`;
    expect(() => readSettings(sasl("SCRAM-SHA-512", plain))).toThrow(/ScramLoginModule/);
    expect(() => readSettings(sasl("PLAIN", `${module}.plain.PlainLoginModule required username="u";`))).toThrow(
      /password/,
    );
  });

  test("a protocol with a login needs mechanism and credentials", () => {
    expect(() => readSettings({ ...servers, "security.protocol": "SASL_SSL" })).toThrow(/needs sasl\.mechanism/);
    const { "sasl.jaas.config": _, ...without } = sasl("PLAIN", "");
    expect(() => readSettings(without)).toThrow(/needs sasl\.jaas\.config/);
  });

  test("OAUTHBEARER for tests gives an unsecured token", async () => {
    const jaas = `${module}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="me";`;
    const { sasl: login } = readSettings(sasl("OAUTHBEARER", jaas));
    const token = login?.mechanism === "oauthbearer" ? (await login.oauthBearerProvider()).value : "";
    const [header = "", claims = "", signature] = token.split(".");
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({ alg: "none" });
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({ sub: "me" });
    expect(signature).toBe("");
  });
});

describe("TLS", () => {
  const certificate = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----";
  const key = "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----";
  const ssl = { ...servers, "security.protocol": "SSL" };

  function fileWith(text: string): string {
    const folder = mkdtempSync(path.join(tmpdir(), "sluice-pem-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, "store.pem");
    writeFileSync(file, text);
    return file;
  }

  test("without a trust store Node's authorities hold and the host is checked", () => {
    expect(readSettings(ssl).ssl).toEqual({});
  });

  test("takes PEM texts and files", () => {
    const store = fileWith(`${key}\n${certificate}\n${certificate}\n`);
    expect(readSettings({ ...ssl, "ssl.truststore.certificates": certificate }).ssl).toEqual({ ca: [certificate] });
    expect(readSettings({ ...ssl, "ssl.truststore.location": store }).ssl).toEqual({ ca: [certificate, certificate] });
    expect(
      readSettings({ ...ssl, "ssl.keystore.location": store, "ssl.keystore.type": "PEM", "ssl.key.password": "p" }).ssl,
    ).toEqual({ cert: [certificate, certificate], key, passphrase: "p" });
    expect(
      readSettings({ ...ssl, "ssl.keystore.key": key, "ssl.keystore.certificate.chain": certificate }).ssl,
    ).toEqual({ cert: [certificate], key });
  });

  test("the host is not checked where the algorithm is empty", () => {
    const { ssl: options } = readSettings({ ...ssl, "ssl.endpoint.identification.algorithm": "" });
    expect(options?.checkServerIdentity).toBeInstanceOf(Function);
  });

  test.each([
    ["ssl.truststore.location", "/no/such/file"],
    ["ssl.truststore.certificates", "no certificate"],
    ["ssl.keystore.key", "no key"],
    ["ssl.keystore.key", key],
    ["ssl.keystore.certificate.chain", certificate],
  ])("%s=%j alone is refused by name", (name, value) => {
    expect(() => readSettings({ ...ssl, [name]: value })).toThrow(
      expect.objectContaining({ name: "ConfigError", message: expect.stringContaining(name) }),
    );
  });
});
