import { Lazy } from "aws-cdk-lib";
import { Annotations, Match } from "aws-cdk-lib/assertions";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import { describe, expect, test } from "vitest";
import { lines, makeStack, worker } from "./synthesize.ts";

const adding = (config: Readonly<Record<string, string | null>>) => (): void => {
  makeStack().sluice.addConnector("lines", { ...lines, ...config });
};

describe("a mistake in a connector's configuration fails the synthesis with one sentence", () => {
  test("a value of the wrong type", () => {
    expect(adding({ "tasks.max": "many" })).toThrow(
      /^Connector lines: Invalid value many for configuration tasks\.max: Not a number of type INT\.$/,
    );
  });

  test("a value that is not valid", () => {
    expect(adding({ "errors.tolerance": "some" })).toThrow(
      /^Connector lines: Invalid value some for configuration errors\.tolerance: String must be one of: none, all\.$/,
    );
  });

  test("a key of the connector's own that is missing", () => {
    const { sluice } = makeStack();
    expect(() => sluice.addConnector("lines", { "connector.class": "FileStreamSource" })).toThrow(
      'Connector lines: Missing required configuration "topic"',
    );
  });

  test("standard input as source, which a function has none of", () => {
    const sentence =
      /^Connector lines: Missing required configuration "file": without it FileStreamSource reads standard input, which a function has none of\.$/;
    expect(adding({ file: null })).toThrow(sentence);
    expect(adding({ file: "" })).toThrow(sentence);
  });

  test("a misspelled key, with the nearest one", () => {
    expect(adding({ "task.max": "3" })).toThrow(
      /^Connector lines: Unknown configuration task\.max with the value 3: did you mean tasks\.max\?$/,
    );
  });

  test("an unknown class, with the nearest one", () => {
    expect(adding({ "connector.class": "FileStreemSource" })).toThrow(
      /^Connector lines: Invalid value FileStreemSource for configuration connector\.class: .*did you mean FileStreamSource\?/,
    );
  });

  test("an unknown converter", () => {
    expect(adding({ "value.converter": "JsonConvertor" })).toThrow(
      /^Connector lines: Invalid value JsonConvertor for configuration value\.converter: .*did you mean JsonConverter\?/,
    );
  });

  test("several mistakes, a line each", () => {
    expect(adding({ "tasks.max": "0", "task.max": "3" })).toThrow(/^Connector lines: .*\nConnector lines: [^\n]*$/);
  });
});

test("a key that is close to none is ignored with a warning, as Kafka Connect does", () => {
  const { stack, sluice } = makeStack();
  sluice.addConnector("lines", { ...lines, "confluent.license.topic": "x" });
  Annotations.fromStack(stack).hasWarning("*", Match.stringLikeRegexp("Connector lines: .*confluent.license.topic"));
});

test("a function of its own can't be named by hand", () => {
  expect(adding({ "sluice.function": "mine" })).toThrow(
    /^Connector lines: the configuration sluice\.function is written by the construct Sluice: leave it out, and give addConnector the option "function" /,
  );
  expect(adding({ "sluice.function": null })).not.toThrow();
});

test("a key that is null is left out", () => {
  expect(adding({ transforms: null })).not.toThrow();
});

describe("values that are not known yet pass", () => {
  test("CDK tokens", () => {
    const { stack, sluice } = makeStack();
    const parameter = StringParameter.valueForStringParameter(stack, "/lines/tasks");
    const number = Lazy.string({ produce: () => "3" });
    expect(() =>
      sluice.addConnector("lines", { ...lines, "tasks.max": parameter, "batch.size": number }),
    ).not.toThrow();
  });

  test("but not their neighbours", () => {
    const unknown = Lazy.string({ produce: () => "3" });
    expect(adding({ "tasks.max": unknown, "batch.size": "x" })).toThrow("Invalid value x");
  });
});

describe("a secret as plain text is refused, and never shown", () => {
  test.each([
    ["producer.override.sasl.jaas.config", 'org.apache.kafka.x.PlainLoginModule required password="hunter2";'],
    ["producer.override.ssl.key.password", "hunter2"],
    ["value.converter.basic.auth.url", "https://user:hunter2@registry"],
    ["connection.url", "jdbc:postgresql://db/x?user=u&password=hunter2"],
  ])("%s", (key, value) => {
    const add = adding({ [key]: value });
    expect(add).toThrow(new RegExp(`^Connector lines: The value of configuration ${key} holds a secret`));
    expect(add).not.toThrow("hunter2");
    expect(adding({ [key]: value, "sluice.secrets.plaintext": "allow" })).not.toThrow();
  });

  test("a reference to a config provider is refused as long as nothing resolves it", () => {
    expect(adding({ file: "${env:FILE}" })).toThrow(
      "Connector lines: The configuration file refers to a config provider, and none is built yet: write the value itself.",
    );
  });

  test("an IAM module and an address without password are no secrets", () => {
    expect(
      adding({
        "producer.override.sasl.jaas.config": "software.amazon.msk.auth.iam.IAMLoginModule required;",
        "connection.url": "jdbc:postgresql://db:5432/x?user=u",
      }),
    ).not.toThrow();
  });
});

const made = (config: Readonly<Record<string, string>>) => () => makeStack(() => ({ worker: config }));

describe("the worker configuration", () => {
  test("needs brokers and converters", () => {
    const { "bootstrap.servers": _, ...rest } = worker;
    expect(made(rest)).toThrow(
      'Worker configuration: Missing required configuration "bootstrap.servers" which has no default value.',
    );
    expect(made({ ...worker, "key.converter": "Jsonn" })).toThrow(
      /^Worker configuration: Invalid value Jsonn for configuration key\.converter: .*did you mean Json\?/,
    );
  });

  test.each([
    ["bootstrap.server", "b:1", "did you mean bootstrap.servers?"],
    ["value.converter.schema.enable", "false", "did you mean value.converter.schemas.enable?"],
    ["producer.lingr.ms", "1", "did you mean producer.linger.ms?"],
    ["bootstrap.servers", "b1", "It must be a list of host:port"],
    ["producer.acks", "1", "Only all is supported"],
  ])("refuses %s=%s", (key, value, message) => {
    expect(made({ ...worker, [key]: value })).toThrow(message);
    expect(made({ ...worker, [key]: value })).toThrow(key);
  });

  test("holds no secret either", () => {
    expect(made({ ...worker, "producer.sasl.jaas.config": 'x required password="hunter2";' })).toThrow(
      "Worker configuration: The value of configuration producer.sasl.jaas.config holds a secret",
    );
  });

  test("fits a function's environment", () => {
    expect(made({ ...worker, "producer.client.id": "x".repeat(4000) })).toThrow(/has \d+ bytes, but only 3072 fit/);
  });
});
