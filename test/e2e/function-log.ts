import { GetFunctionConfigurationCommand, type LambdaClient } from "@aws-sdk/client-lambda";

/** What a function has logged so far, from the local cloud's CloudWatch Logs, one line an event. */
export async function functionLog(lambda: LambdaClient, awsEndpointUrl: string, functionName: string): Promise<string> {
  const config = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  // LocalStack writes into the group that bears the function's name, whichever group it was given.
  const groups = new Set([config.LoggingConfig?.LogGroup, `/aws/lambda/${functionName}`]);
  const logs = await Promise.all([...groups].map((group) => groupLog(awsEndpointUrl, group ?? "")));
  return logs.join("\n");
}

async function groupLog(awsEndpointUrl: string, logGroupName: string): Promise<string> {
  const response = await fetch(awsEndpointUrl, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "Logs_20140328.FilterLogEvents",
      // Not signed: only the names of service and region are looked at.
      authorization:
        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify({ logGroupName }),
  });
  const { events = [] }: { events?: readonly { readonly message: string }[] } = JSON.parse(await response.text());
  return events.map(({ message }) => message).join("\n");
}
