import { ConnectError } from "../../connect/errors.ts";
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

/**
 * The error of an invocation as the worker knows it: retriable, or a sentence that names the function.
 *
 * @param what What the function was invoked for, such as `start task 3 of connector orders`.
 */
export function toConnectError(error: unknown, functionName: string, what: string): ConnectError {
  const { name, message, code, status, unanswered } = sdkFailure(error);
  const asked = `${what} by function ${functionName}`;
  if (RETRIABLE_ERRORS.has(name) || status === 429 || status >= 500) {
    return new ConnectError(`Lambda did not ${asked} for now (${name}): try again`, { cause: error, retriable: true });
  }
  if (unanswered) {
    const lost = `Lambda gave no answer when asked to ${asked} (${code || name})`;
    return new ConnectError(`${lost}: check the network path to its API, or try again`, {
      cause: error,
      retriable: true,
    });
  }
  if (name === "AccessDeniedException") {
    const grant = "grant lambda:InvokeFunction on it to the role of the caller";
    return new ConnectError(`Lambda denied to ${asked}: ${grant} (${message})`, { cause: error });
  }
  if (name === "ResourceNotFoundException") {
    const reason = "there is no such function in this account and region; deploy the stack, or correct the name";
    return new ConnectError(`Lambda can't ${asked}: ${reason}`, { cause: error });
  }
  return new ConnectError(`Lambda refused to ${asked}: ${message}`, { cause: error });
}
