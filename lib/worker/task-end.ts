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
}

/** What a task run may take. */
export interface RunLimits {
  /** When polling ends, in milliseconds since 1970-01-01 UTC; leaves time for the last acknowledgements and the checkpoint. */
  readonly deadline: number;
  /** When the invocation is cut off; nothing waits beyond it. */
  readonly hardDeadline: number;
  /** Aborted by a signal to the process. */
  readonly signal: AbortSignal;
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

  const watch = async (): Promise<void> => {
    let nextLook = clock.now() + controlMs;
    while (!end.signal.aborted) {
      await clock.sleep(Math.min(nextLook, limits.deadline) - clock.now(), end.signal);
      if (end.signal.aborted) return;
      if (clock.now() >= limits.deadline) return finish("out of time");
      nextLook = clock.now() + controlMs;
      // Only a hint to end early: the conditions of the writes decide, so a failed read is looked over.
      const item = await control.readConnector(held.lease.connector, { stale: true }).catch((error: unknown) => {
        logger.warn("The connector's state could not be read; the task goes on", {}, error);
        return undefined;
      });
      if (item && (item.deleted || item.targetState === "STOPPED")) finish("stopped");
      else if (item && item.targetState === "PAUSED") finish("paused");
      else if (item && item.generation > held.lease.generation) finish("new generation");
    }
  };
  const watching = watch();

  return {
    signal: end.signal,
    get reason() {
      return reason;
    },
    async [Symbol.asyncDispose]() {
      limits.signal.removeEventListener("abort", onSignal);
      held.lost.removeEventListener("abort", onLost);
      end.abort();
      await watching;
    },
  };
}
