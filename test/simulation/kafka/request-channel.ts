/** A request on its way to the broker. */
export interface ChannelRequest<T> {
  /** Its answer, once it has arrived and been handled; an answer that takes a while is a promise. */
  arrive(): T | Promise<T>;
}

interface Waiting {
  arrived: boolean;
  /** A promise: nothing else is handled until it is fulfilled. */
  readonly handle: () => unknown;
}

/**
 * The broker's end of a connection: requests are handled in the order they were sent, one at a time. One that overtook
 * another on its way waits for it; behind one that never arrives nothing is handled.
 */
export class RequestChannel {
  readonly #waiting: Waiting[] = [];
  #busy = false;
  #closed = false;

  /** Takes the next place in the order. One that arrives a second time is handled a second time. */
  send<T>(handle: () => T | Promise<T>): ChannelRequest<T> {
    const { promise, resolve } = Promise.withResolvers<T>();
    let answer: T | Promise<T> | undefined;
    const waiting = {
      arrived: false,
      handle: () => {
        answer = handle();
        // A node that died meanwhile does not answer any more.
        if (!this.#closed) resolve(answer);
        return answer;
      },
    };
    this.#waiting.push(waiting);
    return {
      arrive: () => {
        if (waiting.arrived && answer !== undefined && !this.#closed) return handle();
        waiting.arrived = true;
        this.#handleNext();
        return promise;
      },
    };
  }

  /** The node died: nothing more is handled or answered. */
  close(): void {
    this.#closed = true;
  }

  #handleNext(): void {
    while (!this.#busy && !this.#closed && this.#waiting[0]?.arrived) {
      const answer = this.#waiting.shift()?.handle();
      if (answer instanceof Promise) void this.#waitFor(answer);
    }
  }

  async #waitFor(answer: Promise<unknown>): Promise<void> {
    this.#busy = true;
    await answer;
    this.#busy = false;
    this.#handleNext();
  }
}
