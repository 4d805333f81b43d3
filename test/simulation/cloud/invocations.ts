import { ConnectError } from "../../../lib/connect/index.ts";
import type { Worker } from "../../../lib/worker/index.ts";
import type { Actor } from "../actor.ts";
import { attempt } from "../request.ts";
import type { Cloud } from "./cloud.ts";

/** One invocation of a function. */
export interface Invocation<T> {
  readonly name: string;
  /** How long it may take until it is killed, in milliseconds. */
  readonly limitMs: number;
  readonly work: (worker: Worker) => Promise<T>;
  readonly onBegin?: (actor: Actor) => void;
  /** It has returned. */
  readonly onEnd?: (result: T) => void;
  /** It has thrown, or was killed. */
  readonly onDeath?: (why: string) => void;
}

/** Runs functions as Lambda does: each invocation with a worker of its own and a time limit. */
export class Invocations {
  /** Those that have neither returned nor died. */
  readonly running = new Set<Actor>();
  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  run<T>({ name, limitMs, work, onBegin, onEnd, onDeath }: Invocation<T>): void {
    const { world, judge } = this.#cloud;
    const actor = this.#cloud.actor(name);
    this.running.add(actor);
    actor.onKilled = (why) => {
      this.running.delete(actor);
      judge.died(actor);
      onDeath?.(why);
    };
    onBegin?.(actor);
    world.note(name, "begins");
    world.at(limitMs, () => world.kill(actor, `Task timed out after ${limitMs / 1000} seconds`));
    // Looked at once promises have settled: what ends in the same breath is not left behind.
    const soon = (then: () => void): void => world.at(0, then);
    void attempt(() => work(this.#cloud.worker(actor))).then(
      (result) => soon(() => this.#returned(actor, () => onEnd?.(result))),
      (error: unknown) => soon(() => this.#threw(actor, error)),
    );
  }

  #returned(actor: Actor, onEnd: () => void): void {
    if (actor.dead) return;
    this.#cloud.judge.returned(actor);
    actor.dead = true;
    this.running.delete(actor);
    this.#cloud.world.note(actor.name, "returns");
    onEnd();
  }

  #threw(actor: Actor, error: unknown): void {
    const { world, judge } = this.#cloud;
    if (actor.dead) return;
    const text = error instanceof Error ? error.message : String(error);
    if (!(error instanceof ConnectError)) world.violate("unexpected error", `${actor.name}: ${text}`);
    judge.returned(actor);
    world.kill(actor, `throws: ${text}`);
  }
}
