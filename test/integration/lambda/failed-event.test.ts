import { randomUUID } from "node:crypto";
import { InvokeCommand, PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, inject, test } from "vitest";
import { readRequest } from "../../../functions/scheduler/read-request.ts";
import { createTestFunction } from "../../support/test-function.ts";

test("the cloud tells a queue which asynchronous request has died, as the scheduler reads it", async () => {
  const requests: string[] = [];
  await using dying = await createTestFunction(inject("awsEndpointUrl"), (_, requestId) => {
    requests.push(requestId);
    return "die";
  });
  const sqs = new SQSClient({
    endpoint: inject("awsEndpointUrl"),
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `failed-${randomUUID()}` }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  await dying.client.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: dying.name,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: Attributes?.["QueueArn"] } },
    }),
  );
  const Payload = JSON.stringify({ connector: "orders", task: 3, generation: 7 });
  await dying.client.send(new InvokeCommand({ FunctionName: dying.name, InvocationType: "Event", Payload }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  sqs.destroy();

  expect(requests).toHaveLength(1);
  expect(readRequest(Messages?.[0]?.Body ?? "")).toEqual({
    dead: { connector: "orders", task: 3, requestId: requests[0], error: expect.stringContaining("task 3") },
  });
});
