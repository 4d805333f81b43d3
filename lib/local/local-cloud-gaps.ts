import { type LambdaClient, PutFunctionRecursionConfigCommand } from "@aws-sdk/client-lambda";

/**
 * Sets what MiniStack 1.5.33 accepts in a template and drops: no loop detection for these functions. Harmless on a
 * cloud that has set it already.
 */
export async function fillLocalCloudGaps(client: LambdaClient, functions: readonly string[]): Promise<void> {
  for (const FunctionName of functions) {
    await client.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: "Allow" }));
  }
}
