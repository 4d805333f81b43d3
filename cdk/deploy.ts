import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { readOutputs } from "./outputs.ts";

const repository = path.join(import.meta.dirname, "..");
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** One sentence about what is missing before anything can be deployed; undefined: nothing is. */
async function missing(): Promise<string | undefined> {
  if (!existsSync(path.join(repository, "cdk", "worker.properties"))) {
    return "There is no cdk/worker.properties: write it with Kafka Connect's worker keys, at least bootstrap.servers, key.converter and value.converter.";
  }
  const client = new LambdaClient();
  try {
    await client.config.region();
  } catch {
    return "No AWS region is set: set AWS_REGION, or AWS_PROFILE to a profile that has one.";
  }
  try {
    await client.config.credentials();
  } catch {
    return "No AWS credentials were found: set AWS_PROFILE, or sign in as you do for the AWS command line.";
  }
  return undefined;
}

function deploy(): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), "sluice-deploy-"));
  try {
    const outputs = path.join(folder, "outputs.json");
    const command = path.join(repository, "node_modules", "aws-cdk", "bin", "cdk");
    const args = [command, "deploy", "--outputs-file", outputs, ...process.argv.slice(2)];
    const { status } = spawnSync(process.execPath, args, { cwd: repository, stdio: "inherit" });
    process.exitCode = status ?? 1;
    if (status !== 0) {
      say("\nNothing more was changed. In an account and region that has never seen the CDK: npx cdk bootstrap, once.");
      return;
    }
    const stack = readOutputs(JSON.parse(readFileSync(outputs, "utf8")));
    say("\nWithin a minute the schedule starts the scheduler, which plans the connectors and starts their tasks.");
    say(`  what it says      aws logs tail --follow ${stack.schedulerLogGroup}`);
    say(`  what tasks say    aws logs tail --follow ${stack.taskLogGroup}`);
    say(`  where they stand  aws dynamodb scan --table-name ${stack.offsetsTable}`);
    say(`  a tick right now  aws lambda invoke --function-name ${stack.schedulerFunction} /dev/stdout`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const sentence = await missing();
if (sentence === undefined) deploy();
else {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
