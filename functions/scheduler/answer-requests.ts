import { errorMessage, freeDeadTask, type Scheduled, tick, type Worker } from "../../lib/worker/index.ts";
import type { QueueRecord } from "../events.ts";
import { readRequest } from "./read-request.ts";

/** What came of a batch of messages. */
export interface AnsweredRequests {
  readonly scheduled: readonly Scheduled[];
  /** Ids of the messages that have to be delivered again. */
  readonly failed: readonly string[];
}

/**
 * Frees the leases of dead requests and ticks the connectors that somebody asks about, without planning them anew. A
 * dead request that held no lease asks for no tick: it may have died before it could do anything, and would do so again
 * and again. A message that is neither is dropped.
 *
 * @param deadline When the tick has to be over, in milliseconds since 1970-01-01 UTC.
 * @throws ConnectError if the connectors can't be listed: all messages have to be delivered again.
 */
export async function answerRequests(
  worker: Worker,
  records: readonly QueueRecord[],
  deadline: number,
): Promise<AnsweredRequests> {
  const whole = new Set<string>();
  const takeovers = new Set<string>();
  const failed: string[] = [];
  const answer = async ({ messageId, body }: QueueRecord): Promise<void> => {
    const request = readRequest(body);
    if (!request) {
      worker.logger.error("A message in the scheduler's queue is no request and was dropped", { messageId });
    } else if ("tick" in request) {
      const asked = request.tick.takeover ? takeovers : whole;
      for (const connector of request.tick.connectors) asked.add(connector);
    } else {
      const { connector, task, error } = request.dead;
      const freed = await freeDeadTask(worker, request.dead);
      worker.logger.warn(error, { connector, task, freed });
      if (freed) takeovers.add(connector);
    }
  };
  await Promise.all(
    records.map(async (record) => {
      try {
        await answer(record);
      } catch (error) {
        worker.logger.error(`A dead task could not be freed: ${errorMessage(error)}`, {}, error);
        failed.push(record.messageId);
      }
    }),
  );
  const options = { replan: false, deadline };
  const scheduled: Scheduled[] = [];
  if (whole.size > 0) scheduled.push(...(await tick(worker, { ...options, connectors: [...whole] })));
  const others = [...takeovers].filter((connector) => !whole.has(connector));
  if (others.length > 0) scheduled.push(...(await tick(worker, { ...options, connectors: others, takeover: true })));
  return { scheduled, failed };
}
