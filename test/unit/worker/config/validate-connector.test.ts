import { expect, test } from "vitest";
import { clientConfig } from "../../../../lib/adapters/kafkajs/client-config.ts";
import * as connectors from "../../../../lib/connectors/index.ts";
import * as converters from "../../../../lib/converters/index.ts";
import { requireValidConnector, validateConnector } from "../../../../lib/worker/index.ts";

const plugins = {
  connectors: Object.values(connectors),
  converters: Object.values(converters),
  producer: clientConfig,
};
const stock = {
  name: "lines",
  "connector.class": "org.apache.kafka.connect.file.FileStreamSourceConnector",
  file: "/tmp/in.txt",
  topic: "lines",
};

test.each(["FileStreamSource", "FileStreamSourceConnector", stock["connector.class"]])("knows the class %s", (name) => {
  expect(validateConnector({ ...stock, "connector.class": name }, plugins)).toMatchObject({ errors: [], warnings: [] });
});

test.each([
  [
    "connector.class",
    "FileStreamSorce",
    /configuration connector.class: there is no such class; did you mean FileStreamSource\?/,
  ],
  ["tasks.max", "0", /Invalid value 0 for configuration tasks.max: Value must be at least 1/],
  ["tasks.max", "three", /Invalid value three for configuration tasks.max: Not a number of type INT/],
  [
    "errors.tolerance",
    "some",
    /Invalid value some for configuration errors.tolerance: String must be one of: none, all/,
  ],
  ["errors.tolerance", "all", /Invalid value all for configuration errors.tolerance: only none is built yet/],
  ["transforms", "a,b", /configuration transforms: transforms are not built yet/],
  ["value.converter", "JsonConvertr", /configuration value.converter: .*did you mean JsonConverter\?/],
  ["producer.override.acks", "1", /Invalid value 1 for configuration producer.override.acks: Only all is supported/],
  [
    "producer.override.linger.ms",
    "soon",
    /Invalid value soon for configuration producer.override.linger.ms: Not a number/,
  ],
  [
    "sluice.heartbeat.ms",
    "10001",
    /configuration sluice.heartbeat.ms: it must be at most a third of sluice.lease.ms, which is 30000/,
  ],
  ["sluice.lease.ms", "1000", /Invalid value 10000 for configuration sluice.heartbeat.ms: it must be at most a third/],
  ["topic", "", /Invalid value {2}for configuration topic: String/],
])("refuses %s=%s", (key, value, message) => {
  const { errors } = validateConnector({ ...stock, [key]: value }, plugins);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(message);
});

test("warns of unknown keys, not of those that belong to converters and clients", () => {
  const { errors, warnings } = validateConnector(
    {
      ...stock,
      "batch.sise": "1",
      "value.converter": "JsonConverter",
      "value.converter.schemas.enable": "false",
      "value.converter.schema.enable": "false",
      "producer.override.linger.ms": "1",
      "producer.override.lingr.ms": "1",
      "producer.override.metric.reporters": "x",
    },
    plugins,
  );
  expect(errors).toEqual([]);
  expect(warnings).toEqual([
    "The configuration batch.sise is not known, so it has no effect; did you mean batch.size?",
    "The configuration value.converter.schema.enable is not known, so it has no effect; did you mean value.converter.schemas.enable?",
    "The configuration producer.override.lingr.ms is not known, so it has no effect; did you mean producer.override.linger.ms?",
  ]);
});

test.each(["errors.log.enable", "topic.creation.default.partitions", "transaction.boundary", "admin.override.retries"])(
  "warns of %s, which does nothing yet",
  (key) => {
    const value = key === "transaction.boundary" ? "interval" : key === "errors.log.enable" ? "true" : "1";
    const { errors, warnings } = validateConnector({ ...stock, [key]: value }, plugins);
    expect(errors).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(`^The configuration ${key} has no effect: `)]);
  },
);

test("names the connector and every mistake", () => {
  const { topic: _, ...withoutTopic } = stock;
  expect(() => requireValidConnector("lines", { ...withoutTopic, "tasks.max": "x" }, plugins)).toThrow(
    'Connector lines: its configuration has 2 errors:\nInvalid value x for configuration tasks.max: Not a number of type INT\nMissing required configuration "topic" which has no default value.',
  );
});
