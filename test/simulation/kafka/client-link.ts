import { ConnectError } from "../../../lib/connect/index.ts";
import type { Actor } from "../actor.ts";
import type { FaultKind } from "../fault.ts";
import type { World } from "../world.ts";
import { RequestChannel } from "./request-channel.ts";

/** After how many milliseconds a connection that breaks on the way back is noticed. */
const BREAK_MS = 500;

export interface LinkParts {
  readonly world: World;
  readonly actor: Actor;
  /** After how many milliseconds without an answer the connection counts as dead. */
  readonly requestTimeoutMs: number;
}

/** What is asked, and what may go wrong with it. */
export interface Question<T> {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly faults: readonly FaultKind[];
  readonly handle: () => T | Promise<T>;
}

/**
 * One life of an actor's connection to a node. Answers come in the order of the requests; the first failure breaks the
 * connection, and with it every request under way: what has left may still take effect, what has not been sent can't.
 */
export class ClientLink {
  readonly channel = new RequestChannel();
  readonly #parts: LinkParts;
  readonly #broken = new AbortController();
  /** When each request under way was sent, the oldest first. */
  readonly #underWay = new Set<{ readonly since: number }>();
  #last: Promise<unknown> = Promise.resolve();
  #watching = false;

  constructor(parts: LinkParts) {
    this.#parts = parts;
  }

  get open(): boolean {
    return !this.#broken.signal.aborted;
  }

  /** How many requests are under way. */
  get busy(): number {
    return this.#underWay.size;
  }

  /** Sends a request before it returns. @throws ConnectError why the connection broke. */
  ask<T>({ name, args, faults, handle }: Question<T>): Promise<T> {
    const { world, actor, requestTimeoutMs } = this.#parts;
    const { signal } = this.#broken;
    const request = this.channel.send(handle);
    const sent = { since: world.now };
    this.#underWay.add(sent);
    this.#watch(requestTimeoutMs);
    const answer = world.call(actor, name, args, () => request.arrive(), { faults, signal, timeoutMs: BREAK_MS });
    const inOrder = this.#inOrder(answer, this.#last).finally(() => this.#underWay.delete(sent));
    this.#last = inOrder;
    return inOrder;
  }

  /** Ends the connection now; requests under way fail with the reason. */
  break(reason: unknown): void {
    if (this.open) this.#broken.abort(reason);
  }

  async #inOrder<T>(answer: Promise<T>, before: Promise<unknown>): Promise<T> {
    try {
      const value = await answer;
      await before;
      return value;
    } catch (error) {
      this.break(error);
      throw error;
    }
  }

  #watch(ms: number): void {
    if (this.#watching) return;
    this.#watching = true;
    const { world, actor, requestTimeoutMs } = this.#parts;
    world.deliver(actor, ms, () => {
      this.#watching = false;
      const [oldest] = this.#underWay;
      if (!oldest || !this.open) return;
      const left = oldest.since + requestTimeoutMs - world.now;
      if (left > 0) return this.#watch(left);
      this.break(new ConnectError(`Kafka did not answer within ${requestTimeoutMs} ms`, { retriable: true }));
    });
  }
}
