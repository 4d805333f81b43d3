import type { TaskItem } from "../../../lib/ports/index.ts";
import type { Actor } from "../actor.ts";
import type { Facts } from "./facts.ts";
import type { Change } from "./snapshot.ts";

/** A lease is taken only of a task that is free or whose lease has expired. True time tells where no clock is wrong. */
export class LivingRules {
  readonly #facts: Facts;
  #areClocksRight = true;

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  judge({ actor, method, connector, before, after }: Change): void {
    this.#look(actor);
    if (method !== "acquireLease" || !this.#areClocksRight) return;
    for (const [task, item] of after.tasks) {
      const old = before.tasks.get(task);
      if (old !== item && old?.owner !== undefined)
        this.#judgeTaken(`${actor.name}: lease of ${connector}/${task}`, old);
    }
  }

  /** Whoever has a lease has written before: every clock that a lease depends on has been seen here. */
  #look({ clock }: Actor): void {
    if (clock.now() !== this.#facts.world.now) this.#areClocksRight = false;
  }

  #judgeTaken(what: string, { owner, expiresAt = Infinity }: TaskItem): void {
    const left = expiresAt - this.#facts.world.now;
    if (left >= 0) this.#facts.violate("lease of the living", `${what}, ${owner} had it for another ${left} ms`);
  }
}
