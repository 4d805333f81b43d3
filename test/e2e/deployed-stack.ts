import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { deployToLocalCloud, type LocalDeployment } from "../../cdk/deploy-to-local-cloud.ts";
import { createDynamoDbStores } from "../../lib/adapters/dynamodb/stores.ts";
import type { ControlStore, TaskInvocation, TaskStore } from "../../lib/ports/index.ts";
import { functionLog } from "./function-log.ts";

/** A stack on the local cloud, and how to look into it. */
export interface DeployedStack extends AsyncDisposable {
  readonly taskFunction: string;
  readonly schedulerFunction: string;
  readonly control: ControlStore;
  readonly tasks: TaskStore;
  /** Runs the task function to its end and returns how the invocation ended. */
  runTask(invocation: TaskInvocation): Promise<string>;
  /** Starts the task function and does not wait. */
  startTask(invocation: TaskInvocation): Promise<void>;
  /** What a function has logged so far. */
  logOf(functionName: string): Promise<string>;
}

/** Deploys as `npm run deploy:local` does, with the CDK's own command line. */
export async function deployStack(deployment: Omit<LocalDeployment, "folder">): Promise<DeployedStack> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "sluice-e2e-"));
  const outputs = await deployToLocalCloud({ ...deployment, folder });
  const client = {
    endpoint: deployment.awsEndpointUrl,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  const dynamoDb = new DynamoDBClient(client);
  // An invocation is never repeated: the tests count them.
  const lambda = new LambdaClient({ ...client, maxAttempts: 1 });
  const {
    configsTable: configs,
    offsetsTable: offsets,
    statusTable: status,
    taskFunction,
    schedulerFunction,
  } = outputs;
  const invoke = async (type: "Event" | "RequestResponse", invocation: TaskInvocation): Promise<string> => {
    const Payload = JSON.stringify(invocation);
    const answer = await lambda.send(new InvokeCommand({ FunctionName: taskFunction, InvocationType: type, Payload }));
    return answer.Payload?.transformToString() ?? "";
  };
  return {
    taskFunction,
    schedulerFunction,
    ...createDynamoDbStores({ client: dynamoDb, tables: { configs, offsets, status } }),
    async runTask(invocation) {
      const answer: { outcome?: string; errorMessage?: string } = JSON.parse(
        await invoke("RequestResponse", invocation),
      );
      return answer.outcome ?? `failed: ${answer.errorMessage}`;
    },
    async startTask(invocation) {
      await invoke("Event", invocation);
    },
    logOf: (functionName) => functionLog(lambda, deployment.awsEndpointUrl, functionName),
    async [Symbol.asyncDispose]() {
      dynamoDb.destroy();
      lambda.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
