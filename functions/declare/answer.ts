import { ConnectError } from "../../lib/connect/errors.ts";
import type { AnswerableEvent } from "./event.ts";

/** CloudFormation refuses answers above 4 KB. */
const maxReason = 1024;

export interface Result {
  /** What a new resource is called from now on; left out: nothing was made. */
  readonly connector?: string | undefined;
  /** What the stack's event list is to say; left out: the request succeeded. */
  readonly failure?: string | undefined;
}

/**
 * Tells CloudFormation how its request ended; without this it waits until the resource's time limit.
 *
 * @throws ConnectError when CloudFormation's address does not take the answer.
 */
export async function answer(event: AnswerableEvent, { connector, failure }: Result): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const PhysicalResourceId = event.PhysicalResourceId ?? connector ?? LogicalResourceId;
  const status =
    failure === undefined ? { Status: "SUCCESS" } : { Status: "FAILED", Reason: failure.slice(0, maxReason) };
  // The address is signed for a request without a content type.
  const { ok, status: code } = await fetch(event.ResponseURL, {
    method: "PUT",
    headers: { "content-type": "" },
    body: JSON.stringify({ ...status, PhysicalResourceId, StackId, RequestId, LogicalResourceId }),
  });
  if (!ok)
    throw new ConnectError(`CloudFormation did not take the answer for ${LogicalResourceId}: HTTP status ${code}.`);
}
