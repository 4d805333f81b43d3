import type { DynamoDbRequest } from "./dynamodb-request.ts";

/** An answer of DynamoDB's JSON protocol. */
export interface DynamoDbAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Refusals that DynamoDB gives when it is busy or ill, and that no server gives on demand. */
export const REFUSALS = [
  "internal error",
  "throughput exceeded",
  "throttled",
  "conflict",
  "in progress",
  "conflict beside a refusal",
] as const;

export type Refusal = (typeof REFUSALS)[number];

/** What that refusal is called where the request is a transaction, or only one action. */
const NAMES = {
  "throughput exceeded": { reason: "ProvisionedThroughputExceeded", error: "ProvisionedThroughputExceededException" },
  throttled: { reason: "ThrottlingError", error: "ThrottlingException" },
  conflict: { reason: "TransactionConflict", error: "TransactionConflictException" },
  "in progress": { reason: "TransactionInProgress", error: "TransactionInProgressException" },
} as const;

const refusal = (name: string, more: object = {}, status = 400): DynamoDbAnswer => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: `${name} on demand`, ...more },
});

/** The answer to a transaction of which each action has that reason. */
export const cancelled = (reasons: readonly string[]): DynamoDbAnswer =>
  refusal("TransactionCanceledException", {
    CancellationReasons: reasons.map((Code) => (Code === "None" ? { Code } : { Code, Message: `${Code} on demand` })),
  });

/** The answer to the request when DynamoDB refuses it like that. It has had no effect. */
export function refuse({ body }: DynamoDbRequest, how: Refusal): DynamoDbAnswer {
  if (how === "internal error") return refusal("InternalServerError", {}, 500);
  const { TransactItems } = body;
  const name = NAMES[how === "conflict beside a refusal" ? "conflict" : how];
  if (!TransactItems) return refusal(name.error);
  const others = TransactItems.slice(1).map(() => "None");
  if (how === "conflict beside a refusal" && others.length > 0) {
    return cancelled(["ConditionalCheckFailed", ...others.slice(1), name.reason]);
  }
  return cancelled([name.reason, ...others]);
}
