import { untilAborted, waitEnded } from "./until-aborted.ts";

interface Running<T> {
  readonly result: Promise<T>;
  readonly end: AbortController;
  waiting: number;
}

/** Work that whoever needs it at the same time shares. It is ended when the last of them does not wait any more. */
export class SharedWork<T> {
  readonly #work: (end: AbortSignal) => Promise<T>;
  #running: Running<T> | undefined;

  constructor(work: (end: AbortSignal) => Promise<T>) {
    this.#work = work;
  }

  /**
   * Waits for the work under way, or begins it.
   *
   * @param signal Ends this wait only; others go on.
   * @throws ConnectError as soon as the signal is aborted; otherwise what the work throws.
   */
  async join(signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw waitEnded(signal);
    const running = this.#running ?? this.#begin();
    running.waiting++;
    try {
      return await untilAborted(running.result, signal);
    } finally {
      running.waiting--;
      if (running.waiting === 0) {
        this.#forget(running);
        running.end.abort();
      }
    }
  }

  #begin(): Running<T> {
    const end = new AbortController();
    const result = this.#work(end.signal).finally(() => this.#forget(running));
    const running: Running<T> = { result, end, waiting: 0 };
    this.#running = running;
    return running;
  }

  #forget(running: Running<T>): void {
    if (this.#running === running) this.#running = undefined;
  }
}
