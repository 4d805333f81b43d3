import type { Worker } from "./worker.ts";
import type { HeldLease } from "./task-lease.ts";

/** Why a task run ends, besides a drained source and a failure. */
export type EndReason = "out of time" | "stopped" | "paused" | "new generation" | "lease lost";

/** Watches for everything that ends a task. */
export interface TaskEnd extends AsyncDisposable {
  /** Aborted once the task has to end. */
  readonly signal: AbortSignal;
  /** Why; undefined while nothing has happened. */
  readonly reason: EndReason | undefined;
  /** Aborts the signal for a task that has ended by itself: whatever still waits in it gives up. */
  finish(): void;
}

/** What a task run may take. */
export interface RunLimits {
  /** When polling ends, in milliseconds since 1970-01-01 UTC; leaves time for the last acknowledgements and the checkpoint. */
  readonly deadline: number;
  /** When the invocation is cut off; nothing waits beyond it. */
  readonly hardDeadline: number;
  /** Aborted by a signal to the process. */
  readonly signal: AbortSignal;
  /** How long after the signal the task may take to end, in milliseconds. Default: until `hardDeadline`. */
  readonly graceMs?: number;
}

/**
 * Begins to watch: the time budget, the caller's signal, the lease, and every `controlMs` the connector item, whose new
 * generation or target state ends the task in order (DESIGN §6.4). Disposing of it leaves no timer behind.
 */
export function watchTaskEnd(worker: Worker, held: HeldLease, limits: RunLimits, controlMs: number): TaskEnd {
  const { clock, control, logger } = worker;
  const end = new AbortController();
  let reason: EndReason | undefined;
  const finish = (why: EndReason): void => {
    reason ??= why;
    end.abort();
  };
  const onSignal = (): void => finish("stopped");
  const onLost = (): void => finish("lease lost");
  limits.signal.addEventListener("abort", onSignal, { once: true });
  held.lost.addEventListener("abort", onLost, { once: true });
  if (limits.signal.aborted) onSignal();
  if (held.lost.aborted) onLost();

  const watchBudget = async (): Promise<void> => {
    await clock.sleep(limits.deadline - clock.now(), end.signal);
    finish("out of time");
  };
  const look = async (): Promise<void> => {
    // Only a hint to end early: the conditions of the writes decide, so a failed read is looked over.
    const item = await control.readConnector(held.lease.connector, { stale: true }).catch((error: unknown) => {
      if (!end.signal.aborted) logger.warn("The connector's state could not be read; the task goes on", {}, error);
      return undefined;
    });
    if (item && (item.deleted || item.targetState === "STOPPED")) finish("stopped");
    else if (item?.targetState === "PAUSED") finish("paused");
    else if (item && item.generation > held.lease.generation) finish("new generation");
  };
  const watchControl = async (): Promise<void> => {
    const ended = new Promise<void>((resolve) => end.signal.addEventListener("abort", () => resolve(), { once: true }));
    while (!end.signal.aborted) {
      await clock.sleep(controlMs, end.signal);
      // A read that hangs must not hold the end up; it changes nothing, whenever it is answered.
      if (!end.signal.aborted) await Promise.race([look(), ended]);
    }
  };
  const watching = Promise.all([watchBudget(), watchControl()]);

  return {
    signal: end.signal,
    get reason() {
      return reason;
    },
    finish: () => end.abort(),
    async [Symbol.asyncDispose]() {
      limits.signal.removeEventListener("abort", onSignal);
      held.lost.removeEventListener("abort", onLost);
      end.abort();
      await watching;
    },
  };
}
