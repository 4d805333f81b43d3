import type { Clock } from "../../ports/clock.ts";
import type { TickInvoker } from "../../ports/tick-invoker.ts";

/** Tells the loop of this process that a tick was asked for. */
export interface InProcessTickInvoker extends TickInvoker {
  /** Resolves when a tick has been asked for since the last call, at once or later, or when the signal is aborted. */
  asked(signal: AbortSignal): Promise<void>;
}

/**
 * Asks this process for ticks (standalone mode): which connectors they are for does not matter to it.
 *
 * @param end Aborted when the process ends: no delay is waited for any longer.
 */
export function createInProcessTickInvoker(clock: Clock, end: AbortSignal): InProcessTickInvoker {
  let asked = Promise.withResolvers<void>();
  return {
    async invoke(_request, delayMs = 0) {
      void clock.sleep(delayMs, end).then(() => asked.resolve());
    },
    async asked(signal) {
      const done = new AbortController();
      const aborted = new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener("abort", () => resolve(), { signal: done.signal });
      });
      await Promise.race([asked.promise, aborted]);
      done.abort();
      if (!signal.aborted) asked = Promise.withResolvers<void>();
    },
  };
}
