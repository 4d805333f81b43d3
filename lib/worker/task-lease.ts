import { ConnectError } from "../connect/index.ts";
import type { TaskFailure, TaskItem, TaskLease, TaskWrite, TransactionWrite } from "../ports/index.ts";
import { retryCall } from "./retry-call.ts";
import type { Worker } from "./worker.ts";

/** Somebody else may run the task now: nothing that is not checkpointed counts any more (DESIGN §6). */
export class FencedError extends ConnectError {
  override readonly name = "FencedError";
}

/** How long a lease holds and how often it is extended, in milliseconds. */
export interface LeaseTimes {
  readonly leaseMs: number;
  readonly heartbeatMs: number;
}

/** What a lease is taken for: the connector's own times are known only once there is one. */
const FIRST_LEASE_MS = 30_000;

/**
 * The right to run one task, from W5 to W7. Extends itself by a heartbeat of its own, so that a slow batch is no death,
 * and lets one write of the task be under way at a time: a later number that lands first would fence the earlier one.
 */
export class HeldLease {
  readonly lease: TaskLease;
  readonly #worker: Worker;
  readonly #end = new AbortController();
  readonly #lost = new AbortController();
  #leaseMs = FIRST_LEASE_MS;
  #sequence: number;
  #lastAccepted: number;
  #lastError: unknown;
  #writes: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #lastMoment = Number.MAX_SAFE_INTEGER;
  #heartbeat: Promise<unknown> | undefined;

  constructor(worker: Worker, lease: TaskLease, item: TaskItem, since: number) {
    this.#worker = worker;
    this.lease = lease;
    this.#sequence = item.sequence;
    this.#lastAccepted = since;
  }

  /** Aborted, with a FencedError, once the lease is lost. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** The number that was last given to a write. */
  get sequence(): number {
    return this.#sequence;
  }

  /** The number of the next write of new content: never given twice, and it only grows. */
  nextSequence(): number {
    return ++this.#sequence;
  }

  /** No write is tried again after that, in milliseconds since 1970-01-01 UTC: the invocation is about to be cut off. */
  endBy(lastMoment: number): void {
    this.#lastMoment = lastMoment;
  }

  /** When the lease may be taken by somebody else if it is extended now. */
  expiry(): number {
    return this.#worker.clock.now() + this.#leaseMs;
  }

  /**
   * Does a write of the task after those under way, repeating it while its outcome is unknown and the lease lasts.
   *
   * @param tookEffect Whether a refusal only means that an earlier try of the same write took effect.
   * @throws FencedError if the write was refused.
   */
  async write(
    write: () => Promise<TransactionWrite>,
    tookEffect: (item: TaskItem) => boolean = () => false,
  ): Promise<void> {
    await this.#inTurn(async () => {
      const started = this.#worker.clock.now();
      const result = await retryCall(write, { ...this.#worker, until: this.#writeUntil });
      if (!result.accepted && !(result.item && tookEffect(result.item))) throw this.#lose("another invocation has it");
      this.#lastAccepted = started;
    });
  }

  /** Writes the task's state. @throws FencedError if the write was refused. */
  async writeState(state: "RUNNING" | "PAUSED"): Promise<void> {
    await this.#writeUnnumbered(() => this.#worker.tasks.writeTaskState(this.lease, state));
  }

  /** Writes FAILED, and why. @throws FencedError if the write was refused. */
  async writeFailure(failure: TaskFailure): Promise<void> {
    await this.#writeUnnumbered(() => this.#worker.tasks.writeTaskFailure(this.lease, failure));
  }

  get #writeUntil(): number {
    return Math.min(this.#lastAccepted + this.#leaseMs, this.#lastMoment);
  }

  /** A write that does not extend the lease. */
  async #writeUnnumbered(write: () => Promise<TransactionWrite>): Promise<void> {
    await this.#inTurn(async () => {
      const { accepted } = await retryCall(write, { ...this.#worker, until: this.#writeUntil });
      if (!accepted) throw this.#lose("another invocation has it");
    });
  }

  /** Gives the lease back without offsets (W7). @throws FencedError if somebody else has it already. */
  async release(): Promise<void> {
    await this.write(
      () => this.#worker.tasks.releaseLease(this.lease),
      (item) => this.isReleased(item),
    );
  }

  /** Whether the item says that this lease, and no later one, was given back: an earlier try took effect. */
  isReleased(item: TaskItem): boolean {
    return item.epoch === this.lease.epoch && item.owner === undefined;
  }

  /** Begins to extend the lease every `heartbeatMs`, until `end`; at once if it is not to last as it was taken for. */
  startHeartbeat({ leaseMs, heartbeatMs }: LeaseTimes): void {
    const extendNow = leaseMs !== this.#leaseMs;
    this.#leaseMs = leaseMs;
    this.#heartbeat ??= Promise.all([this.#beat(heartbeatMs, extendNow), this.#watch()]);
  }

  async #beat(heartbeatMs: number, extendNow: boolean): Promise<void> {
    const { clock } = this.#worker;
    const ended = AbortSignal.any([this.#end.signal, this.#lost.signal]);
    if (extendNow) await this.#extend();
    while (!ended.aborted) {
      await clock.sleep(heartbeatMs, ended);
      if (ended.aborted) return;
      // A checkpoint that is under way extends the lease as well.
      await (this.#waiting === 0 ? this.#extend() : this.#writes);
    }
  }

  /** Ends the task as soon as nothing was accepted for a lease time, also while a write is not answered. */
  async #watch(): Promise<void> {
    const { clock } = this.#worker;
    const ended = AbortSignal.any([this.#end.signal, this.#lost.signal]);
    while (!ended.aborted) {
      const left = this.#lastAccepted + this.#leaseMs - clock.now();
      if (left < 0) this.#lose("no heartbeat was accepted for a lease time");
      else await clock.sleep(left + 1, ended);
    }
  }

  async #extend(): Promise<void> {
    try {
      await this.write(() => this.#worker.tasks.extendLease(this.lease, this.expiry()));
    } catch (error) {
      this.#lastError = error;
    }
  }

  async #inTurn(write: () => Promise<void>): Promise<void> {
    const done = this.#writes.then(() => {
      this.#lost.signal.throwIfAborted();
      this.#end.signal.throwIfAborted();
      return write();
    });
    this.#writes = done.catch(() => undefined);
    this.#waiting++;
    try {
      await done;
    } finally {
      this.#waiting--;
    }
  }

  #lose(why: string): FencedError {
    const { connector, task } = this.lease;
    const cause = this.#lastError instanceof FencedError ? undefined : this.#lastError;
    const error = new FencedError(`Connector ${connector}, task ${task}: the lease is lost, ${why}`, { cause });
    this.#lost.abort(error);
    return error;
  }

  /** Ends the heartbeat. Resolves when no write is under way and no timer is left. */
  async end(): Promise<void> {
    const { connector, task } = this.lease;
    this.#end.abort(new FencedError(`Connector ${connector}, task ${task}: the run is over, its lease was given back`));
    await this.#heartbeat;
    await this.#writes;
  }
}

/**
 * Takes the lease of a task of a generation (W5): the owner's name is drawn anew for every handler call, since a
 * doubled event carries the same request id.
 *
 * @returns undefined if somebody else has it, or the task is of another generation: the caller ends quietly.
 */
export async function acquireLease(
  worker: Worker,
  wanted: {
    readonly connector: string;
    readonly task: number;
    readonly generation: number;
    readonly requestId: string;
  },
): Promise<HeldLease | undefined> {
  const { clock, ids, tasks } = worker;
  const { connector, task, generation } = wanted;
  const owner = `${wanted.requestId}:${ids.next()}`;
  let since = clock.now();
  const write = (): Promise<TaskWrite> => {
    since = clock.now();
    return tasks.acquireLease({ connector, task, generation, owner, now: since, expiresAt: since + FIRST_LEASE_MS });
  };
  const { item } = await retryCall(write, { ...worker, until: since + FIRST_LEASE_MS / 2 });
  // Refused although the owner is me: an earlier try took effect and its answer was lost.
  if (item?.owner !== owner) return undefined;
  return new HeldLease(worker, { connector, task, generation, owner, epoch: item.epoch }, item, since);
}
