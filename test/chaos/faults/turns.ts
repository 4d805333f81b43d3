/** Lets work of one key be done one after the other. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Does the work when all earlier work of the key has ended, well or not. */
  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const earlier = this.#last.get(key) ?? Promise.resolve();
    const done = earlier.then(work);
    this.#last.set(
      key,
      done.catch(() => undefined),
    );
    return done;
  }
}
