import type { Clock, Ids, Random } from "../../lib/ports/index.ts";
import { SeededRandom } from "./seeded-random.ts";

/** Whoever calls ports: one invocation, a person, a late event. */
export class Actor {
  readonly name: string;
  readonly random: Random;
  readonly ids: Ids;
  readonly clock: Clock;
  /** Dead actors send nothing and hear nothing any more. */
  dead = false;
  /** Until then it neither sends nor hears anything: what arrives waits. */
  frozenUntil = 0;
  /** Called once when it dies before its end. */
  onKilled: ((why: string) => void) | undefined;
  /** Names of the calls that were not answered yet, by number. */
  readonly waiting = new Map<number, string>();
  /** Ends of the timers that run. */
  readonly timers = new Set<() => void>();

  constructor(name: string, { seed, clock }: { readonly seed: number; readonly clock: (actor: Actor) => Clock }) {
    this.name = name;
    this.random = new SeededRandom(seed);
    this.ids = seededIds(new SeededRandom(~seed));
    this.clock = clock(this);
  }
}

function seededIds(random: SeededRandom): Ids {
  const digits = (): string => random.between(0, 0xffffffff).toString(16).padStart(8, "0");
  return { next: () => digits() + digits() + digits() + digits() };
}
