import { ConnectError } from "../connect/index.ts";
import type { RunLimits } from "./task-end.ts";
import type { HeldLease } from "./task-lease.ts";
import type { Worker } from "./worker.ts";

/**
 * Waits for work, but neither beyond the end of the invocation, nor beyond the grace after a signal, nor beyond the lease.
 *
 * @throws whatever the work throws; FencedError if the lease is lost; ConnectError if the time is over.
 */
export async function untilCutOff(
  worker: Worker,
  held: HeldLease,
  limits: RunLimits,
  work: Promise<void>,
): Promise<void> {
  const { connector, task } = held.lease;
  const { clock } = worker;
  const done = new AbortController();
  const over = AbortSignal.any([done.signal, held.lost]);
  const signalled = async (): Promise<void> => {
    if (!limits.signal.aborted) await firstAbort(limits.signal, over);
    await clock.sleep(limits.graceMs ?? limits.hardDeadline - clock.now(), over);
  };
  const cutOff = async (): Promise<never> => {
    await Promise.race([clock.sleep(limits.hardDeadline - clock.now(), over), signalled()]);
    held.lost.throwIfAborted();
    throw new ConnectError(
      `Connector ${connector}, task ${task}: its time ended before the source had answered or Kafka had acknowledged every record; the rest is sent again next time`,
    );
  };
  try {
    await Promise.race([work, cutOff()]);
  } finally {
    done.abort();
  }
}

/** Resolves once either is aborted, and leaves no listener on the first, which outlives the task. */
function firstAbort(signal: AbortSignal, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true, signal: over });
    over.addEventListener("abort", () => resolve(), { once: true });
  });
}
