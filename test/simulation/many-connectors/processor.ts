import type { Clock } from "../../../lib/ports/index.ts";

/** AWS gives a function one virtual processor at so many MiB, and parts of it in proportion. */
const MIB_A_PROCESSOR = 1_769;

/** The processor of one function: whatever needs it waits for whatever was there before. */
export class Processor {
  readonly #clock: Clock;
  readonly #share: number;
  #freeAt = 0;

  constructor(clock: Clock, memoryMib: number) {
    this.#clock = clock;
    this.#share = Math.min(1, memoryMib / MIB_A_PROCESSOR);
  }

  /** Resolves when `ms` milliseconds of a whole processor have been given to this caller. */
  async take(ms: number): Promise<void> {
    const now = this.#clock.now();
    this.#freeAt = Math.max(now, this.#freeAt) + ms / this.#share;
    await this.#clock.sleep(this.#freeAt - now);
  }
}
