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

/** Units after which a thread is replaced: invocations that were killed leave signals behind that Node never lets go. */
const UNITS_A_THREAD = 30;

/** Has units of work done by several threads. */
export async function shareWork(units: readonly Unit[], { threads, signal, onResult }: ShareOptions): Promise<void> {
  const results = new Map<number, UnitResult>();
  const next = units.entries();
  let told = 0;
  const done = (place: number, result: UnitResult): void => {
    results.set(place, result);
    for (let unit = units[told]; unit; unit = units[++told]) {
      const known = results.get(told);
      if (!known) return;
      onResult(unit, known);
      results.delete(told);
    }
  };
  await Promise.all(
    Array.from({ length: threads }, async () => {
      await using thread = new Thread();
      for (const [place, unit] of next) {
        if (signal.aborted) return;
        done(place, await thread.do(unit));
      }
    }),
  );
}

class Thread implements AsyncDisposable {
  #worker: Worker | undefined;
  #units = 0;

  async do(unit: Unit): Promise<UnitResult> {
    if (this.#units++ % UNITS_A_THREAD === 0) await this[Symbol.asyncDispose]();
    this.#worker ??= new Worker(new URL("./worker-thread.ts", import.meta.url));
    const answered = once(this.#worker, "message");
    this.#worker.postMessage(unit, []);
    const [result]: [UnitResult] = await answered.then(([message]) => [message]);
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }
}
