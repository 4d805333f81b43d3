import type { MemoryState } from "../../../lib/adapters/memory/memory-state.ts";
import type { Actor } from "../actor.ts";
import type { Facts } from "./facts.ts";
import { NOTHING, type Snapshot, takeSnapshot, type Write } from "./snapshot.ts";

/** Rules over connectors that a write does not concern: nothing of theirs changes, and nobody works on two of them. */
export class ForeignRules {
  readonly #facts: Facts;
  readonly #state: MemoryState;
  /** The connector that each actor has written to, but for schedulers: a tick is for all of them. */
  readonly #connectors = new Map<Actor, string>();

  constructor(facts: Facts, state: MemoryState) {
    this.#facts = facts;
    this.#state = state;
  }

  /** @param last What was stored of each connector before the write. */
  judge({ actor, method, connector }: Write, last: ReadonlyMap<string, Snapshot>): void {
    for (const other of this.#state.connectors.keys()) {
      if (other === connector) continue;
      const part = changedPart(last.get(other) ?? NOTHING, takeSnapshot(this.#state, other));
      if (!part) continue;
      const what = `${actor.name}: ${method} of ${connector} changed the ${part} of ${other}`;
      this.#facts.violate("another connector touched", what);
    }
    const own = this.#connectors.get(actor) ?? connector;
    if (own !== connector) {
      this.#facts.violate("another connector touched", `${actor.name} works on ${own}: ${method} of ${connector}`);
    }
    if (!actor.name.startsWith("scheduler")) this.#connectors.set(actor, own);
  }
}

/** What of a connector is not as it was; undefined: all is. */
function changedPart(before: Snapshot, after: Snapshot): string | undefined {
  if (before.item !== after.item) return "connector item";
  if (before.taskConfigs !== after.taskConfigs) return "task configurations";
  if (!isSame(before.tasks, after.tasks)) return "task items";
  if (!isSame(before.offsets, after.offsets)) return "offsets";
  return isSame(before.failures, after.failures) ? undefined : "failures";
}

const isSame = (before: ReadonlyMap<unknown, unknown>, after: ReadonlyMap<unknown, unknown>): boolean =>
  before.size === after.size && [...after].every(([key, value]) => before.get(key) === value);
