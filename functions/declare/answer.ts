import { ConnectError } from "../../lib/connect/errors.ts";
import type { DeclareEvent } from "./event.ts";

/** CloudFormation refuses answers above 4 KB. */
const maxReason = 1024;

/**
 * Tells CloudFormation how its request ended; without this it waits until the resource's time limit.
 *
 * @param failure What the stack's event list is to say; left out: the request succeeded.
 * @throws ConnectError when CloudFormation's address does not take the answer.
 */
export async function answer(event: DeclareEvent, failure?: string): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const PhysicalResourceId =
    event.RequestType === "Create" ? event.ResourceProperties.connector : event.PhysicalResourceId;
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
