import { setTimeout as sleep } from "node:timers/promises";

interface Message {
  readonly body: string;
  readonly receives: number;
}

/** As `cdk/scheduler-requests.ts` has them. */
const BATCH_SIZE = 10;
const MAX_CONCURRENCY = 2;
const MAX_RECEIVES = 3;

/** How long a message that could not be answered is away; ms. */
const VISIBILITY_MS = 1_000;

/** The queue that invokes the scheduler: batches of messages, a few at a time; what failed comes again. */
export class SchedulerQueue {
  readonly #answer: (bodies: readonly string[]) => Promise<boolean>;
  readonly #signal: AbortSignal;
  readonly #messages: Message[] = [];
  #busy = 0;

  /** @param answer Invokes the scheduler; false: the batch has to come again. */
  constructor(answer: (bodies: readonly string[]) => Promise<boolean>, signal: AbortSignal) {
    this.#answer = answer;
    this.#signal = signal;
  }

  /** Puts a message in. Does not wait. */
  send(body: string, delayMs = 0): void {
    void this.#put({ body, receives: 0 }, delayMs);
  }

  async #put(message: Message, delayMs: number): Promise<void> {
    if (delayMs > 0) await sleep(delayMs, undefined, { signal: this.#signal }).catch(() => undefined);
    if (this.#signal.aborted) return;
    this.#messages.push(message);
    if (this.#busy < MAX_CONCURRENCY) await this.#work();
  }

  async #work(): Promise<void> {
    this.#busy += 1;
    while (this.#messages.length > 0 && !this.#signal.aborted) {
      const batch = this.#messages.splice(0, BATCH_SIZE);
      const answered = await this.#answer(batch.map(({ body }) => body));
      const again = answered ? [] : batch.filter(({ receives }) => receives + 1 < MAX_RECEIVES);
      for (const { body, receives } of again) void this.#put({ body, receives: receives + 1 }, VISIBILITY_MS);
    }
    this.#busy -= 1;
  }
}
