import { expect, test } from "vitest";
import { explainConnectionError, UnknownHostError } from "../../../../lib/adapters/kafkajs/connection-error.ts";
import { readSettings } from "../../../../lib/adapters/kafkajs/read-settings.ts";

const settings = readSettings({ "bootstrap.servers": "first:9092" });
const address = { host: "node", port: 9094 };
const explain = (properties: object, message = "said so") =>
  explainConnectionError(Object.assign(new Error(message), properties), address, settings);

test.each([
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /ssl\.truststore/],
  ["SELF_SIGNED_CERT_IN_CHAIN", /ssl\.truststore/],
  ["CERT_HAS_EXPIRED", /expired/],
  ["ERR_TLS_CERT_ALTNAME_INVALID", /ssl\.endpoint\.identification\.algorithm/],
  ["ERR_SSL_WRONG_VERSION_NUMBER", /security\.protocol/],
])("%s can't be mended by trying again", (code, sentence) => {
  const error = explain({ code });
  expect(error).toMatchObject({ name: "ConfigError", retriable: false });
  expect(error.message).toMatch(sentence);
  expect(error.message).toContain("node:9094");
});

test.each(["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", ""])("%j is worth another try", (code) => {
  const error = explain({ code });
  expect(error).toMatchObject({ name: "ConnectError", retriable: true });
  expect(error.message).toMatch(/node:9094.*bootstrap\.servers=first:9092/);
});

test("a host that is not known is told apart, for it may be a wrong name or away for a while", () => {
  const error = explain({ code: "ENOTFOUND" });
  expect(error).toBeInstanceOf(UnknownHostError);
  expect(error.retriable).toBe(true);
  expect(error.message).toMatch(/node:9094.*bootstrap\.servers=first:9092.*advertised\.listeners/);
});

test("a refused login names mechanism and key", () => {
  expect(explain({ name: "KafkaJSSASLAuthenticationError" }).message).toMatch(/sasl\.mechanism.*sasl\.jaas\.config/);
});

test("what is explained already stays", () => {
  const first = explain({ code: "ECONNREFUSED" });
  expect(explainConnectionError(first, address, settings)).toBe(first);
});
