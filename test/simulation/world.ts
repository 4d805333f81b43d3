import { Actor } from "./actor.ts";
import { EventQueue } from "./event-queue.ts";
import { FAULT_KINDS, type FaultKind, type Faults } from "./fault.ts";
import { History } from "./history.ts";
import { attempt, send } from "./request.ts";
import { SeededRandom, seedFor } from "./seeded-random.ts";

/** What makes one run differ from another. */
export interface WorldOptions {
  readonly seed: number;
  readonly faults: Faults;
  /** Faults beyond those planned: throttling, chance. The same call must get the same answer in every run. */
  readonly moreFaults?: (call: number, name: string, offered: readonly FaultKind[]) => FaultKind | undefined;
  /** Whether the history is kept. Default: no. */
  readonly record?: boolean;
  /** The rules that are judged. Default: all. */
  readonly rules?: ReadonlySet<string> | undefined;
  /** How long a request or an answer travels, in milliseconds. Default: 1 to 9. */
  readonly latency?: (random: SeededRandom) => number;
}

/** How a call behaves. */
export interface CallOptions {
  /** The faults that make sense for it. Default: all. */
  readonly faults?: readonly FaultKind[];
  /** After how many milliseconds its client gives up waiting for a lost answer. Default: 5,000. */
  readonly timeoutMs?: number;
  /** Aborted when the caller does not wait any more: the call rejects with the reason, whatever becomes of its effect. */
  readonly signal?: AbortSignal;
}

/** A rule that was broken: what the run ends with. */
export interface Violation {
  readonly rule: string;
  readonly detail: string;
  /** How many calls had been made, and milliseconds since the begin. */
  readonly call: number;
  readonly time: number;
}

/** When every run begins: milliseconds since 1970-01-01 UTC. */
export const BEGIN = 1_800_000_000_000;

/** One event is handled in each `setImmediate`, so that promises settle in between; so many are asked for at once. */
const TURNS = 64;

/**
 * One run: virtual time, one event after the other, everything decided by the seed and the faults. Between two events
 * all promises settle. Every call of a port has a number, the same in every run up to the first fault.
 */
export class World {
  readonly seed: number;
  readonly history: History | undefined;
  /** The true time in milliseconds since 1970-01-01 UTC; actors may see another one. */
  now = BEGIN;
  /** For each call made so far the faults that make sense for it; call k is at k - 1. */
  readonly offered: (readonly FaultKind[])[] = [];
  violation: Violation | undefined;
  readonly #random: SeededRandom;
  readonly #options: WorldOptions;
  readonly #queue = new EventQueue();
  #actors = 0;
  #over = false;
  #strays = 0;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.seed = options.seed;
    this.#random = new SeededRandom(seedFor(options.seed, 0));
    this.history = options.record ? new History() : undefined;
  }

  /** Milliseconds since the begin. */
  get elapsed(): number {
    return this.now - BEGIN;
  }

  /** Whether an effect that nobody waits for is still to come. */
  get isUnsettled(): boolean {
    return this.#strays > 0;
  }

  /** How long the next request or answer travels, in milliseconds. */
  latency(): number {
    return this.#options.latency?.(this.#random) ?? this.#random.between(1, 9);
  }

  /** @param skewMs How far the actor's clock is ahead, in milliseconds. */
  actor(name: string, skewMs = 0): Actor {
    return new Actor(name, {
      seed: seedFor(this.seed, 1_000_000 + this.#actors++),
      since: this.now,
      clock: (actor) => ({
        now: () => this.now + skewMs,
        sleep: (ms, signal) => this.timer(actor, ms, signal),
      }),
    });
  }

  /**
   * One numbered request: it travels, `effect` takes place at the server in one step, the answer travels back. What
   * `effect` throws or rejects with is an answer too.
   *
   * @param args Shown in the history.
   */
  call<T>(
    actor: Actor,
    name: string,
    args: readonly unknown[],
    effect: () => T | Promise<T>,
    { faults = FAULT_KINDS, timeoutMs = 5_000, signal }: CallOptions = {},
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (actor.dead) return;
      const call = this.offered.push(faults);
      const planned = this.#options.faults.get(call);
      const fault = planned && faults.includes(planned) ? planned : this.#options.moreFaults?.(call, name, faults);
      const entry = this.history?.add({ time: this.now, call, actor: actor.name, name, args, fault });
      actor.waiting.set(call, { name, isWrite: faults.includes("late") });
      const settle = (act: () => void, value: unknown): void => {
        if (!actor.waiting.delete(call)) return;
        signal?.removeEventListener("abort", giveUp);
        if (entry) entry.answer = { time: this.now, value };
        act();
      };
      const giveUp = (): void => settle(() => reject(signal?.reason), "given up");
      signal?.addEventListener("abort", giveUp);
      send(this, actor, fault, {
        call,
        timeoutMs,
        effect,
        answer: (value) => settle(() => resolve(value), value),
        refuse: (error) => settle(() => reject(error), error),
      });
    });
  }

  /** Resolves after `ms` milliseconds, or at once when the signal is aborted (`Clock.sleep`). No call, no fault. */
  timer(actor: Actor, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      if (actor.dead) return;
      const end = (): void => {
        if (!actor.timers.delete(end)) return;
        signal?.removeEventListener("abort", end);
        resolve();
      };
      actor.timers.add(end);
      signal?.addEventListener("abort", end);
      this.deliver(actor, Math.max(1, Math.ceil(ms)), end);
    });
  }

  /** Something happens after `ms` milliseconds, whoever is alive then. */
  at(ms: number, action: () => void): void {
    this.#queue.push({ time: this.now + ms, tie: this.#random.next(), action });
  }

  /** An actor hears of something after `ms` milliseconds, if it is alive; later if it stands still. */
  deliver(actor: Actor, ms: number, action: () => void): void {
    this.at(ms, () => {
      if (actor.dead) return;
      if (actor.frozenUntil > this.now) this.deliver(actor, actor.frozenUntil - this.now, action);
      else action();
    });
  }

  /** An effect that nobody waits for, after `ms` milliseconds. */
  stray(ms: number, effect: () => unknown): void {
    this.#strays++;
    this.at(ms, () => {
      this.#strays--;
      attempt(effect).catch(() => undefined);
    });
  }

  /** The actor is no more: it sends nothing and hears nothing. */
  kill(actor: Actor, why: string): void {
    if (actor.dead) return;
    actor.dead = true;
    this.note(actor.name, why);
    actor.onKilled?.(why);
  }

  /** A line of the history that is no call. */
  note(actor: string, name: string, ...args: readonly unknown[]): void {
    this.history?.add({ time: this.now, call: undefined, actor, name, args, fault: undefined });
  }

  /** A rule was broken: the run ends. Only the first one counts. */
  violate(rule: string, detail: string): void {
    if (this.#options.rules?.has(rule) === false) return;
    this.violation ??= { rule, detail, call: this.offered.length, time: this.elapsed };
    this.#over = true;
  }

  end(): void {
    this.#over = true;
  }

  /** Lets everything happen until nothing is left to happen, a rule is broken or somebody ends the run. */
  run(): Promise<void> {
    return new Promise((resolve) => {
      let turns = 0;
      const ask = (): void => {
        for (turns = 0; turns < TURNS; turns++) setImmediate(turn);
      };
      const turn = (): void => {
        turns--;
        this.#step();
        if (turns > 0) return;
        if (this.#over || this.#queue.size === 0) resolve();
        else ask();
      };
      ask();
    });
  }

  #step(): void {
    const event = this.#over ? undefined : this.#queue.pop();
    if (!event) return;
    this.now = event.time;
    try {
      event.action();
    } catch (error) {
      this.violate("the simulation itself", error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
}
