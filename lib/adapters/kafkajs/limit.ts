/** Runs at most so many jobs at a time, the others in the order they came. */
export class Limit {
  readonly #max: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(max: number) {
    this.#max = max;
  }

  async run<T>(job: () => Promise<T>): Promise<T> {
    if (this.#running < this.#max) this.#running++;
    else await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    try {
      return await job();
    } finally {
      // The place is handed over, so that nobody who comes in between takes it.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
