import { expect, test } from "vitest";
import { type Environment, readEnvironment, writeEnvironment } from "../../lib/env.ts";

const environment: Environment = {
  configsTable: "configs",
  offsetsTable: "offsets",
  statusTable: "status",
  taskFunction: "task",
  schedulerQueue: "https://sqs.eu-central-1.amazonaws.com/000000000000/requests",
  worker: { "bootstrap.servers": "broker:9092", "producer.sasl.jaas.config": 'x required a="1";' },
};

test("what is written is read", () => {
  expect(readEnvironment(writeEnvironment(environment))).toEqual(environment);
});

test.each(Object.keys(writeEnvironment(environment)))("without %s the error names it", (name) => {
  const { [name]: _, ...rest } = writeEnvironment(environment);
  expect(() => readEnvironment(rest)).toThrow(`The environment variable ${name} is missing`);
});

test.each(["{", "[]", '"x"', "null", '{"a": 1}'])("the worker configuration %s is refused", (text) => {
  const env = { ...writeEnvironment(environment), SLUICE_WORKER_CONFIG: text };
  expect(() => readEnvironment(env)).toThrow("SLUICE_WORKER_CONFIG is not a JSON object of strings");
});
