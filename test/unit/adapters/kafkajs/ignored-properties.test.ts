import { expect, test } from "vitest";
import { clientConfig } from "../../../../lib/adapters/kafkajs/client-config.ts";
import { ignoredPropertyWarnings } from "../../../../lib/adapters/kafkajs/ignored-properties.ts";

const warnings = (...keys: string[]) =>
  ignoredPropertyWarnings(Object.fromEntries(keys.map((key) => [key, "x"])), clientConfig.keys);

test("a property that has an effect gives no warning", () => {
  expect(warnings("acks", "sasl.jaas.config", "linger.ms")).toEqual([]);
});

test.each([
  ["key.serializer", /converters/],
  ["metric.reporters", /JMX/],
  ["metrics.num.samples", /JMX/],
  ["receive.buffer.bytes", /socket/],
  ["sasl.client.callback.handler.class", /sasl\.mechanism/],
  ["ssl.truststore.password", /PEM/],
  ["ssl.cipher.suites", /Node chooses/],
  ["transaction.timeout.ms", /transaction/],
  ["reconnect.backoff.max.ms", /retry\.backoff/],
])("%s is accepted, and the warning says why it has no effect", (key, why) => {
  expect(warnings(key)).toEqual([expect.stringMatching(why)]);
  expect(warnings(key)).toEqual([expect.stringContaining(key)]);
});

test("a property that Kafka does not have is named", () => {
  expect(warnings("liger.ms")).toEqual([expect.stringMatching(/liger\.ms.*no property/)]);
});
