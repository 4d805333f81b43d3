import { ConnectError } from "../../connect/errors.ts";
import type { TaskInvocation } from "../../ports/task-invoker.ts";
import { sdkFailure } from "../aws/sdk-failure.ts";

/** Lambda was asked too much, or the function is being changed: the same request may pass a moment later. */
const RETRIABLE_ERRORS = new Set([
  "EC2ThrottledException",
  "ResourceConflictException",
  "ResourceNotReadyException",
  "ServiceException",
  "ThrottlingException",
  "TooManyRequestsException",
]);

/** The error of an invocation as the worker knows it: retriable, or a sentence that names the function. */
export function toConnectError(error: unknown, functionName: string, invocation: TaskInvocation): ConnectError {
  const { name, message, code, status, unanswered } = sdkFailure(error);
  const what = `task ${invocation.task} of connector ${invocation.connector} by function ${functionName}`;
  if (RETRIABLE_ERRORS.has(name) || status === 429 || status >= 500) {
    return new ConnectError(`Lambda did not start ${what} for now (${name}): try again`, {
      cause: error,
      retriable: true,
    });
  }
  if (unanswered) {
    const lost = `Lambda gave no answer when asked to start ${what} (${code || name})`;
    return new ConnectError(`${lost}: check the network path to its API, or try again`, {
      cause: error,
      retriable: true,
    });
  }
  if (name === "AccessDeniedException") {
    const grant = "grant lambda:InvokeFunction on it to the role of the caller";
    return new ConnectError(`Lambda denied starting ${what}: ${grant} (${message})`, { cause: error });
  }
  if (name === "ResourceNotFoundException") {
    const reason = "there is no such function in this account and region; deploy the stack, or correct the name";
    return new ConnectError(`Lambda can't start ${what}: ${reason}`, { cause: error });
  }
  return new ConnectError(`Lambda refused to start ${what}: ${message}`, { cause: error });
}
