import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Unit, UnitResult } from "./unit.ts";

export interface ShareOptions {
  readonly threads: number;
  /** Aborted when time is over: no further unit is begun. */
  readonly signal: AbortSignal;
  /** Called for the units in their order, as soon as those before are done as well. */
  readonly onResult: (unit: Unit, result: UnitResult) => void;
}

/** Has units of work done by several threads. */
export async function shareWork(units: readonly Unit[], { threads, signal, onResult }: ShareOptions): Promise<void> {
  const results = new Map<number, UnitResult>();
  const next = units.entries();
  let told = 0;
  const tell = (): void => {
    for (let unit = units[told]; unit; unit = units[++told]) {
      const result = results.get(told);
      if (!result) return;
      onResult(unit, result);
      results.delete(told);
    }
  };
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL("./worker-thread.ts", import.meta.url));
    try {
      for (const [place, unit] of next) {
        if (signal.aborted) return;
        const answered = once(worker, "message");
        worker.postMessage(unit, []);
        const [result]: UnitResult[] = await answered;
        if (result) results.set(place, result);
        tell();
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
}
