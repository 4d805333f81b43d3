import type { MemoryState } from "../../../lib/adapters/memory/memory-state.ts";
import type { ConnectorItem } from "../../../lib/ports/index.ts";
import { SeededRandom, seedFor } from "../seeded-random.ts";
import type { World } from "../world.ts";

/** For how long an eventually consistent read may still see an item as it was, in milliseconds. */
const STALE_MS = 1_000;

/** Connector items as eventually consistent reads see them. */
export class StaleItems {
  readonly #world: World;
  readonly #state: MemoryState;
  readonly #random: SeededRandom;
  readonly #before = new Map<string, { readonly item: ConnectorItem | undefined; readonly until: number }>();

  constructor(world: World, state: MemoryState) {
    this.#world = world;
    this.#state = state;
    this.#random = new SeededRandom(seedFor(world.seed, 5));
  }

  /** A write, done in one step, that may change the connector's item. */
  write<T>(connector: string, effect: () => T): T {
    const item = this.#state.connectors.get(connector);
    const answer = effect();
    if (this.#state.connectors.get(connector) !== item) {
      this.#before.set(connector, { item, until: this.#world.now + STALE_MS });
    }
    return answer;
  }

  /** What a read gets that need not be consistent: the item, or what it was before its last change. */
  read(connector: string): ConnectorItem | undefined {
    const before = this.#before.get(connector);
    const isStale = before !== undefined && before.until > this.#world.now && this.#random.next() < 0.5;
    return isStale ? before.item : this.#state.connectors.get(connector);
  }
}
