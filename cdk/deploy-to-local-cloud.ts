import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { stringify } from "dot-properties";
import { declareConnectors } from "../lib/local/declare-connectors.ts";
import { answers, awsEnvironment } from "../lib/local/local-cloud.ts";
import { fillLocalCloudGaps } from "../lib/local/local-cloud-gaps.ts";
import { run } from "../lib/local/run.ts";
import { readOutputs, type Outputs } from "./outputs.ts";
import { readTemplate } from "./template.ts";

const repository = path.join(import.meta.dirname, "..");
const command = path.join(repository, "node_modules", "aws-cdk", "bin", "cdk");

export interface LocalDeployment {
  readonly awsEndpointUrl: string;
  /** Gets the configuration files and the CDK's output. */
  readonly folder: string;
  /** Worker configuration, as in `cdk/worker.properties`. */
  readonly worker: Readonly<Record<string, string>>;
  /** Connector configurations by name, as in `cdk/connectors/`. */
  readonly connectors: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Which of them get a function of their own. Default: none. */
  readonly ownFunctions?: readonly string[];
}

/**
 * Deploys the app to a local cloud with the CDK's own command line, bootstrap included.
 *
 * @throws Error with the command's output if it fails.
 */
export async function deployToLocalCloud({ awsEndpointUrl, folder, ...files }: LocalDeployment): Promise<Outputs> {
  const worker = path.join(folder, "worker.properties");
  const connectors = path.join(folder, "connectors");
  mkdirSync(connectors, { recursive: true });
  writeFileSync(worker, stringify(files.worker));
  for (const [name, config] of Object.entries(files.connectors)) {
    writeFileSync(path.join(connectors, `${name}.json`), JSON.stringify({ name, config }, undefined, 2));
  }
  const cloud = awsEnvironment(awsEndpointUrl);
  const given = {
    "sluice:worker": worker,
    "sluice:connectors": connectors,
    "sluice:own-functions": (files.ownFunctions ?? []).join(),
  };
  const context = Object.entries(given).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const assembly = path.join(folder, "cdk.out");
  const output = ["--output", assembly];
  const outputs = path.join(folder, "outputs.json");
  await cdk(["bootstrap", "aws://000000000000/us-east-1", ...context, ...output], cloud);
  await cdk(["deploy", "--require-approval", "never", "--outputs-file", outputs, ...context, ...output], cloud);
  const stack = readOutputs(JSON.parse(readFileSync(outputs, "utf8")));
  const client = new LambdaClient({
    endpoint: awsEndpointUrl,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  try {
    const template = readTemplate(JSON.parse(readFileSync(path.join(assembly, "Sluice.template.json"), "utf8")));
    await fillLocalCloudGaps(client, template.functions);
    if (await answers(`${awsEndpointUrl}/_localstack/health`)) {
      await declareConnectors(client, { declareFunction: stack.declareFunction, connectors: template.connectors });
    }
  } finally {
    client.destroy();
  }
  return stack;
}

async function cdk(args: readonly string[], cloud: Readonly<Record<string, string>>): Promise<void> {
  const env = { ...process.env, ...cloud };
  const { code, output } = await run(process.execPath, [command, ...args], { env, cwd: repository });
  if (code !== 0) throw new Error(`cdk ${args[0]} failed:\n${output.trim()}`);
}
