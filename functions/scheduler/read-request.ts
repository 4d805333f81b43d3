import * as z from "zod/mini";
import { functionErrorMessage, parseJson } from "../../lib/adapters/lambda/function-error.ts";
import type { DeadRequest } from "../../lib/worker/index.ts";
import { failedTaskEvent, tickRequest } from "../events.ts";

/** What a message of the scheduler's queue asks for. */
export type SchedulerRequest = { readonly tick: z.output<typeof tickRequest> } | { readonly dead: DeadRequest };

/** Reads a message's body; undefined: it is neither a request for a tick nor an event that Lambda gave up on. */
export function readRequest(body: string): SchedulerRequest | undefined {
  const value = parseJson(body);
  const asked = z.safeParse(tickRequest, value);
  if (asked.success) return { tick: asked.data };
  const given = z.safeParse(failedTaskEvent, value);
  if (!given.success) return undefined;
  const { requestContext, requestPayload, responsePayload } = given.data;
  const { requestId, condition } = requestContext;
  const { connector, task } = requestPayload;
  const why = functionErrorMessage(responsePayload) ?? condition ?? "Lambda gave no reason";
  const error = `Connector ${connector}, task ${task}: its invocation ${requestId} was ended by Lambda: ${why}. Look at the function's log, at its time limit and its memory.`;
  return { dead: { connector, task, requestId, error } };
}
