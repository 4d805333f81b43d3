import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type { TaskInvoker } from "../../ports/task-invoker.ts";
import { toConnectError } from "./to-connect-error.ts";

export interface LambdaTaskInvokerOptions {
  /** The caller's to configure and to destroy. Its own retries may start a task twice, which is harmless. */
  readonly client: LambdaClient;
  /** Name or ARN of the function that runs the tasks of connectors without a function of their own. */
  readonly functionName: string;
}

/**
 * Starts tasks as asynchronous invocations of a Lambda function, with the invocation as its event in JSON.
 *
 * `invoke` throws a ConnectError: retriable if Lambda is throttling or gives no answer, otherwise a sentence that names
 * the function and what to do.
 */
export function createLambdaTaskInvoker({ client, functionName: shared }: LambdaTaskInvokerOptions): TaskInvoker {
  return {
    async invoke({ connector, task, generation }, functionName = shared) {
      const Payload = JSON.stringify({ connector, task, generation });
      try {
        await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: "Event", Payload }));
      } catch (error) {
        throw toConnectError(error, functionName, `start task ${task} of connector ${connector}`);
      }
    },
  };
}
