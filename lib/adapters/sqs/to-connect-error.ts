import { ConnectError } from "../../connect/errors.ts";
import { sdkFailure } from "../aws/sdk-failure.ts";

/** SQS was asked too much: the same request may pass a moment later. */
const RETRIABLE_ERRORS = new Set(["KmsThrottled", "OverLimit", "RequestThrottled", "ThrottlingException"]);

const MISSING_QUEUE = new Set(["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"]);

const DENIED = new Set(["AccessDenied", "AccessDeniedException"]);

/** The error of a message that could not be sent as the worker knows it: retriable, or a sentence that names the queue. */
export function toConnectError(error: unknown, queueUrl: string): ConnectError {
  const { name, message, code, status, unanswered } = sdkFailure(error);
  const what = `a request for a tick in queue ${queueUrl}`;
  if (RETRIABLE_ERRORS.has(name) || status === 429 || status >= 500) {
    return new ConnectError(`SQS did not take ${what} for now (${name}): try again`, { cause: error, retriable: true });
  }
  if (unanswered) {
    const lost = `SQS gave no answer to ${what} (${code || name})`;
    return new ConnectError(`${lost}: check the network path to its API, or try again`, {
      cause: error,
      retriable: true,
    });
  }
  if (DENIED.has(name)) {
    const grant = "grant sqs:SendMessage on it to the role of the caller";
    return new ConnectError(`SQS denied ${what}: ${grant} (${message})`, { cause: error });
  }
  if (MISSING_QUEUE.has(name)) {
    return new ConnectError(`SQS can't take ${what}: there is no such queue; deploy the stack`, { cause: error });
  }
  return new ConnectError(`SQS refused ${what}: ${message}`, { cause: error });
}
