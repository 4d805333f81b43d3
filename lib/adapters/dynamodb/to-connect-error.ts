import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { ConnectError } from "../../connect/errors.ts";
import { sdkFailure } from "../aws/sdk-failure.ts";

/** What was asked of DynamoDB, for the sentence of an error. */
export interface RequestContext {
  /** The API's own name: `UpdateItem`, `TransactWriteItems`. */
  readonly action: string;
  readonly tables: readonly string[];
  /** Undefined: all of them. */
  readonly connector?: string;
}

/** DynamoDB was asked too much or was busy with the item: the same write may pass a moment later. */
const RETRIABLE_ERRORS = new Set([
  "InternalServerError",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "ReplicatedWriteConflictException",
  "RequestLimitExceeded",
  "ServiceUnavailable",
  "ThrottlingException",
  "TransactionConflictException",
  "TransactionInProgressException",
]);

/** Why a transaction was cancelled, when nothing says that it would be cancelled again. */
const RETRIABLE_REASONS = new Set([
  "ProvisionedThroughputExceeded",
  "ThrottlingError",
  "TransactionConflict",
  "TransactionInProgress",
]);

/**
 * The error of a request as the worker knows it: retriable if the caller should repeat the same write, because there was
 * no answer, or DynamoDB was throttling or busy with the item; otherwise a sentence that names table and action.
 */
export function toConnectError(error: unknown, context: RequestContext): ConnectError {
  const { action, tables, connector } = context;
  const { name, message, code, status, unanswered } = sdkFailure(error);
  const where = `${tables.length === 1 ? "table" : "tables"} ${tables.join(", ")}`;
  const forWhom = connector === undefined ? "" : ` for connector ${connector}`;
  const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
  const causes = reasons.map((reason) => reason.Code ?? "None").filter((reason) => reason !== "None");

  if (causes.some((reason) => RETRIABLE_REASONS.has(reason)) || RETRIABLE_ERRORS.has(name) || status >= 500) {
    const busy = `DynamoDB did not do ${action} on ${where}${forWhom} for now (${causes.join(", ") || name})`;
    return new ConnectError(`${busy}: try again`, { cause: error, retriable: true });
  }
  if (unanswered) {
    const lost = `DynamoDB gave no answer to ${action} on ${where}${forWhom} (${code || name})`;
    return new ConnectError(`${lost}: check the network path to its endpoint, or try again`, {
      cause: error,
      retriable: true,
    });
  }
  if (name === "ResourceNotFoundException") {
    const missing = tables.length === 1 ? `${where} does not exist` : `not all of the ${where} exist`;
    const todo = "deploy the stack, or correct the names";
    return new ConnectError(`DynamoDB can't do ${action}${forWhom}: ${missing} in this account and region; ${todo}`, {
      cause: error,
    });
  }
  if (name === "AccessDeniedException") {
    const denied = `DynamoDB denied ${action} on ${where}${forWhom}`;
    return new ConnectError(`${denied}: let the role of this function do what the action needs (${message})`, {
      cause: error,
    });
  }
  const details = reasons.map((reason) => reason.Message).filter((text) => text !== undefined);
  const why = [...new Set(details)].join("; ") || message;
  return new ConnectError(`DynamoDB refused ${action} on ${where}${forWhom}: ${why}`, { cause: error });
}
