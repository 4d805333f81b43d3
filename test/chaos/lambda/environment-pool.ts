import type { Environment } from "./environment.ts";

/**
 * The environments of one function. As on Lambda, an environment is kept after a call, and frozen until the next: what
 * a call has left behind goes on in the next one.
 */
export class EnvironmentPool {
  readonly #start: () => Environment;
  readonly #limit: number;
  readonly #all = new Set<Environment>();
  readonly #idle: Environment[] = [];
  readonly #waiting: (() => void)[] = [];
  #closed = false;

  /** @param limit How many there may be at once. */
  constructor(start: () => Environment, limit: number) {
    this.#start = start;
    this.#limit = limit;
  }

  /** An environment for one call: one that is idle, or a new one, or as soon as there is one. Undefined after `close`. */
  async take(): Promise<Environment | undefined> {
    while (!this.#closed) {
      const idle = this.#idle.pop();
      if (idle) {
        idle.signal("SIGCONT");
        return idle;
      }
      if (this.#all.size < this.#limit) {
        const environment = this.#startOne();
        if (await environment.ready) return environment;
      } else {
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
    }
    return undefined;
  }

  /** Keeps an environment whose call has ended. */
  giveBack(environment: Environment): void {
    if (!this.#all.has(environment)) return;
    environment.signal("SIGSTOP");
    this.#idle.push(environment);
    this.#waiting.shift()?.();
  }

  /** Ends every environment, whatever it does. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const resolve of this.#waiting.splice(0)) resolve();
    await Promise.all(
      [...this.#all].map((environment) => {
        environment.signal("SIGKILL");
        return environment.gone;
      }),
    );
  }

  #startOne(): Environment {
    const environment = this.#start();
    this.#all.add(environment);
    const forget = async (): Promise<void> => {
      await environment.gone;
      this.#all.delete(environment);
      const place = this.#idle.indexOf(environment);
      if (place !== -1) this.#idle.splice(place, 1);
      this.#waiting.shift()?.();
    };
    void forget();
    return environment;
  }
}
