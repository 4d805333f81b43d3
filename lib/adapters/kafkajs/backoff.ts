import type { Clock, Random } from "../../ports/index.ts";
import type { ClientSettings } from "./client-settings.ts";

/** Waits between tries: from `retry.backoff.ms` doubling to `retry.backoff.max.ms`, give or take a fifth. */
export class Backoff {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #settings: ClientSettings;

  constructor(parts: { readonly clock: Clock; readonly random: Random; readonly settings: ClientSettings }) {
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#settings = parts.settings;
  }

  /** @param tries How many tries have failed, from 1. */
  async wait(tries: number, signal: AbortSignal): Promise<void> {
    const { retryBackoffMs, retryBackoffMaxMs } = this.#settings;
    const ms = Math.min(retryBackoffMs * 2 ** Math.min(tries - 1, 20), retryBackoffMaxMs);
    await this.#clock.sleep(ms * (0.8 + 0.4 * this.#random.next()), signal);
  }
}
