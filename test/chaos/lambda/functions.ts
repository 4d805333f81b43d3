import { answerRequests } from "../../../functions/scheduler/answer-requests.ts";
import { ConnectError } from "../../../lib/connect/index.ts";
import { invokeTask, limitsOf, type Scheduled, tick, type Worker } from "../../../lib/worker/index.ts";
import { LEASE_MS } from "../connectors.ts";
import type { Invocation } from "./events.ts";

/** What a scheduler keeps of its time for its last writes, in milliseconds. */
const SCHEDULER_RESERVE_MS = 1_000;

/** When a scheduled tick lets the tasks at work be looked at again, in milliseconds: a lease later, as in the function. */
const LOOK_AGAIN_MS = LEASE_MS + 100;

/**
 * What `functions/task/handler.ts` and `functions/scheduler/handler.ts` do.
 *
 * @returns how it ended.
 * @throws ConnectError if the call has failed: its event is lost, or a message of the queue comes again.
 */
export async function callFunction(worker: Worker, { requestId, event, deadline }: Invocation): Promise<string> {
  if (event.function === "scheduler") return schedule(worker, event.bodies, deadline - SCHEDULER_RESERVE_MS);
  const { connector, task, generation } = event;
  const now = worker.clock.now();
  const limits = limitsOf(now, deadline - now, new AbortController().signal);
  const result = await invokeTask(worker, { connector, task, generation, requestId, limits });
  worker.logger.info(`The task ended: ${result.outcome}`, { ...result, generation });
  return result.outcome;
}

async function schedule(worker: Worker, bodies: readonly string[] | undefined, deadline: number): Promise<string> {
  if (bodies === undefined) {
    report(worker, await tick(worker, { deadline, lookAgainMs: [LOOK_AGAIN_MS] }));
    return "ticked";
  }
  const records = bodies.map((body, n) => ({ messageId: String(n), body }));
  const { scheduled, failed } = await answerRequests(worker, records, deadline);
  report(worker, scheduled);
  if (failed.length > 0) throw new ConnectError("The messages could not be answered");
  return "answered";
}

function report(worker: Worker, scheduled: readonly Scheduled[]): void {
  for (const { connector, outcome, generation, invoked, failed, delayed, running } of scheduled) {
    const fields = { generation, running, invoked: invoked.join(), failed: failed.join(), delayed: delayed.join() };
    worker.logger.info(`Scheduled ${connector}: ${outcome}`, fields);
  }
}
