import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { TickInvoker } from "../../ports/tick-invoker.ts";
import { splitByBytes } from "./split-by-bytes.ts";
import { toConnectError } from "./to-connect-error.ts";

export interface SqsTickInvokerOptions {
  /** The caller's to configure and to destroy. Its own retries may ask for a tick twice, which is harmless. */
  readonly client: SQSClient;
  /** The queue that invokes the scheduler. */
  readonly queueUrl: string;
}

/** Largest body, in bytes; the queue takes no more than 262,144. */
const MAX_BODY_BYTES = 250_000;

/** The longest delay that SQS knows. */
const MAX_DELAY_SECONDS = 900;

/**
 * Asks for ticks by messages in the queue that invokes the scheduler: the request as JSON. A list of connectors
 * that is too long for one message goes in several. A delay is rounded up to whole seconds.
 *
 * `invoke` throws a ConnectError: retriable if SQS is throttling or gives no answer, otherwise a sentence that names the
 * queue and what to do.
 */
export function createSqsTickInvoker({ client, queueUrl }: SqsTickInvokerOptions): TickInvoker {
  return {
    async invoke({ connectors, ...request }, delayMs = 0) {
      const DelaySeconds = Math.min(MAX_DELAY_SECONDS, Math.max(0, Math.ceil(delayMs / 1000)));
      try {
        for (const some of splitByBytes(connectors, MAX_BODY_BYTES)) {
          const MessageBody = JSON.stringify({ ...request, connectors: some });
          await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, DelaySeconds }));
        }
      } catch (error) {
        throw toConnectError(error, queueUrl);
      }
    },
  };
}
