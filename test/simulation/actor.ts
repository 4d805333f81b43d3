import type { Clock, Ids, Random } from "../../lib/ports/index.ts";
import { SeededRandom } from "./seeded-random.ts";

export interface WaitingCall {
  readonly name: string;
  /** Whether it changes something at the server, whenever it arrives there. */
  readonly isWrite: boolean;
}

interface ActorParts {
  readonly seed: number;
  readonly since: number;
  readonly clock: (actor: Actor) => Clock;
}

/** Whoever calls ports: one invocation, a person, a late event. */
export class Actor {
  readonly name: string;
  /** When it began: milliseconds since 1970-01-01 UTC, true time. */
  readonly since: number;
  readonly random: Random;
  readonly ids: Ids;
  readonly clock: Clock;
  /** Dead actors send nothing and hear nothing any more. */
  dead = false;
  /** Until then it neither sends nor hears anything: what arrives waits. */
  frozenUntil = 0;
  /** Called once when it dies before its end. */
  onKilled: ((why: string) => void) | undefined;
  /** The calls that were not answered yet, by number. */
  readonly waiting = new Map<number, WaitingCall>();
  /** Ends of the timers that run. */
  readonly timers = new Set<() => void>();

  constructor(name: string, { seed, since, clock }: ActorParts) {
    this.name = name;
    this.since = since;
    this.random = new SeededRandom(seed);
    this.ids = seededIds(new SeededRandom(~seed));
    this.clock = clock(this);
  }
}

function seededIds(random: SeededRandom): Ids {
  const digits = (): string => random.between(0, 0xffffffff).toString(16).padStart(8, "0");
  return { next: () => digits() + digits() + digits() + digits() };
}
