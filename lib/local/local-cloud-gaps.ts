import {
  type LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  PutFunctionRecursionConfigCommand,
} from "@aws-sdk/client-lambda";

/** What the local cloud has to be told about one deployed stack. */
export interface DeployedFunctions {
  /** Names or ARNs. */
  readonly functions: readonly string[];
  /** ARN of the queue that takes failed events. */
  readonly failedEventsQueueArn: string;
}

/**
 * Sets what MiniStack 1.5.33 accepts in a template and drops: no retries, an age limit and a queue for asynchronous
 * events, no loop detection. Harmless on a cloud that has set them already.
 */
export async function fillLocalCloudGaps(client: LambdaClient, deployed: DeployedFunctions): Promise<void> {
  for (const FunctionName of deployed.functions) {
    await client.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName,
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: 60,
        DestinationConfig: { OnFailure: { Destination: deployed.failedEventsQueueArn } },
      }),
    );
    await client.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: "Allow" }));
  }
}
