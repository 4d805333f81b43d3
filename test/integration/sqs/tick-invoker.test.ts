import { randomUUID } from "node:crypto";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { createSqsTickInvoker } from "../../../lib/adapters/sqs/tick-invoker.ts";
import { tickInvokerContract } from "../../contracts/tick-invoker.ts";

describe("SQS's TickInvoker on the local cloud", () => {
  const client = new SQSClient({
    endpoint: inject("awsEndpointUrl"),
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  let QueueUrl = "";

  beforeAll(async () => {
    // A queue on AWS may be set to take no more than this.
    const Attributes = { MaximumMessageSize: "262144" };
    const queue = await client.send(new CreateQueueCommand({ QueueName: `requests-${randomUUID()}`, Attributes }));
    QueueUrl = queue.QueueUrl ?? "";
  });
  afterAll(() => client.destroy());

  /** The connectors that one message names; it is taken out of the queue. */
  async function nextMessage(): Promise<string[]> {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    const [message] = Messages;
    if (!message) return [];
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    const { connectors }: { connectors: string[] } = JSON.parse(message.Body ?? "");
    return connectors;
  }

  tickInvokerContract(async () => ({
    invoker: createSqsTickInvoker({ client, queueUrl: QueueUrl }),
    async isAsked(connectors, withinMs) {
      const missing = new Set(connectors);
      const deadline = performance.now() + withinMs;
      while (missing.size > 0 && performance.now() < deadline) {
        for (const connector of await nextMessage()) missing.delete(connector);
      }
      return missing.size === 0;
    },
  }));
});
