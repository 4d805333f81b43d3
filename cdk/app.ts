import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { Annotations, App, CfnOutput, Stack } from "aws-cdk-lib";
import { ConfigError } from "../lib/connect/index.ts";
import { parsePropertiesFile } from "../lib/worker/config/connector-file.ts";
import { checkConnector } from "./check-connector.ts";
import { readConnectorFiles } from "./connector-files.ts";
import { stackOutputs } from "./outputs.ts";
import { ownFunctions } from "./own-functions.ts";
import { Sluice } from "./sluice.ts";

/**
 * Where the files are; `cdk -c sluice:worker=… -c sluice:connectors=…` names others. Connectors named by
 * `-c sluice:own-functions=orders,customers` get a function of their own.
 */
const defaults = {
  "sluice:worker": path.join(import.meta.dirname, "worker.properties"),
  "sluice:connectors": path.join(import.meta.dirname, "connectors"),
} as const;

/** What Kafka Connect's stock worker files say. */
const stockWorker = {
  "bootstrap.servers": "localhost:9092",
  "key.converter": "org.apache.kafka.connect.json.JsonConverter",
  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
} as const;

function createApp(): void {
  const app = new App({ analyticsReporting: false, autoSynth: false });
  const fileFor = (key: keyof typeof defaults): string => {
    const given: unknown = app.node.tryGetContext(key);
    return typeof given === "string" ? path.resolve(given) : defaults[key];
  };
  const stack = new Stack(app, "Sluice", { description: "Kafka Connect source connectors as Lambda functions" });
  const workerFile = fileFor("sluice:worker");
  const worker = existsSync(workerFile)
    ? parsePropertiesFile(path.basename(workerFile), readFileSync(workerFile, "utf8"))
    : undefined;
  if (!worker) {
    Annotations.of(stack).addWarningV2(
      "sluice:no-worker-properties",
      `There is no ${workerFile}, so the functions will look for Kafka at ${stockWorker["bootstrap.servers"]}: write it, with Kafka Connect's worker keys.`,
    );
  }
  const connectors = readConnectorFiles(fileFor("sluice:connectors"));
  // The construct checks them too, but only after it has bundled its functions, which takes a while and prints lines.
  for (const { name, config } of connectors) checkConnector(name, config);
  const withFunction = ownFunctions(app.node.tryGetContext("sluice:own-functions"), connectors);
  const sluice = new Sluice(stack, "Sluice", { worker: worker ?? stockWorker });
  for (const { name, config, initialState } of connectors) {
    sluice.addConnector(name, config, { initialState, ...(withFunction.has(name) && { function: {} }) });
  }
  for (const [name, value] of Object.entries(stackOutputs(sluice))) new CfnOutput(stack, name, { value });
  app.synth();
}

try {
  createApp();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
