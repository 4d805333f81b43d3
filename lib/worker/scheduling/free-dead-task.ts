import type { TaskFailure, TaskItem } from "../../ports/index.ts";
import { timingOf } from "../config/timing-config.ts";
import { nextFailure } from "../restart.ts";
import type { Worker } from "../worker.ts";
import { schedulingCall } from "./scheduling-call.ts";

/** A request of which it is known that nothing runs any more. */
export interface DeadRequest {
  readonly connector: string;
  readonly task: number;
  /** What the lease's owner begins with. */
  readonly requestId: string;
  /** How the request ended, for the task's trace. */
  readonly error: string;
}

const TIME_LIMIT_MS = 20_000;

/**
 * Frees the lease of a dead request (W14), so that a successor need not wait until it expires (DESIGN §6.7). Says in the
 * task's status what killed it. The first death in a row has no back-off.
 *
 * @returns whether it freed one: false when the task is somebody else's by now, or nobody's.
 * @throws ConnectError if the stores can't be reached.
 */
export async function freeDeadTask(host: Worker, dead: DeadRequest): Promise<boolean> {
  const { connector, task, requestId } = dead;
  const { worker, attempt } = schedulingCall(host, connector, host.clock.now() + TIME_LIMIT_MS);
  const isTheirs = (item: TaskItem): boolean => item.task === task && item.owner?.startsWith(`${requestId}:`) === true;
  const read = (await attempt(() => worker.tasks.listTasks(connector))).find(isTheirs);
  if (!read) return false;
  const item = await attempt(() => worker.control.readConnector(connector));
  const failures = await attempt(() => worker.tasks.listFailures(connector));
  const previous = failures.get(task);
  const failure = isPermanent(read, previous)
    ? previous
    : {
        trace: dead.error,
        workerId: requestId,
        ...nextFailure({
          previous,
          item: read,
          now: worker.clock.now(),
          random: worker.random,
          timing: timingOf(item?.config ?? {}),
          kind: "died",
        }),
      };
  const freed = await attempt(() => worker.tasks.freeLease(connector, read, failure));
  // Refused by its own effect: the answer to an earlier try was lost.
  return freed.accepted || (freed.item?.epoch === read.epoch + 1 && freed.item.owner === undefined);
}

/** It died when it had already failed for good: to try it again would change nothing. */
const isPermanent = (read: TaskItem, previous: TaskFailure | undefined): previous is TaskFailure =>
  read.state === "FAILED" && previous?.generation === read.generation && previous.retryAt === undefined;
