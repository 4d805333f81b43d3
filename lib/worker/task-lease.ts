import { ConnectError } from "../connect/index.ts";
import type { TaskItem, TaskLease, TaskWrite, TransactionWrite } from "../ports/index.ts";
import { retryWrite } from "./retry-write.ts";
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

const STANDARD_TIMES: LeaseTimes = { leaseMs: 30_000, heartbeatMs: 10_000 };

/**
 * The right to run one task, from W5 to W7. Extends itself by a heartbeat of its own, so that a slow batch is no death,
 * and lets one write of the task be under way at a time: a later number that lands first would fence the earlier one.
 */
export class HeldLease {
  readonly lease: TaskLease;
  /** Until the connector's own times are known, which takes a lease: the standard ones. */
  times: LeaseTimes = STANDARD_TIMES;
  readonly #worker: Worker;
  readonly #end = new AbortController();
  readonly #lost = new AbortController();
  #sequence: number;
  #lastAccepted: number;
  #writes: Promise<unknown> = Promise.resolve();
  #busy = 0;
  #heartbeat: Promise<void> | undefined;

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

  /** The number of the next write of new content: never given twice, and it only grows. */
  nextSequence(): number {
    return ++this.#sequence;
  }

  /** When the lease may be taken by somebody else if it is extended now. */
  expiry(): number {
    return this.#worker.clock.now() + this.times.leaseMs;
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
    const previous = this.#writes;
    this.#busy++;
    const done = (async () => {
      await previous;
      const started = this.#worker.clock.now();
      const until = this.#lastAccepted + this.times.leaseMs;
      const result = await retryWrite(write, { ...this.#worker, until });
      if (!result.accepted && !(result.item && tookEffect(result.item))) throw this.#lose("another invocation has it");
      this.#lastAccepted = started;
    })();
    this.#writes = done.catch(() => undefined);
    try {
      await done;
    } finally {
      this.#busy--;
    }
  }

  /** Begins to extend the lease every `heartbeatMs`, until `end`. */
  startHeartbeat(): void {
    this.#heartbeat ??= this.#beat();
  }

  async #beat(): Promise<void> {
    const { clock, tasks } = this.#worker;
    const ended = AbortSignal.any([this.#end.signal, this.#lost.signal]);
    while (!ended.aborted) {
      await clock.sleep(this.times.heartbeatMs, ended);
      if (ended.aborted) return;
      // A checkpoint that is under way extends the lease as well.
      if (this.#busy === 0) {
        await this.write(() => tasks.extendLease(this.lease, this.expiry())).catch(() => undefined);
      }
      if (clock.now() - this.#lastAccepted > this.times.leaseMs)
        this.#lose("no heartbeat was accepted for a lease time");
    }
  }

  #lose(why: string): FencedError {
    const { connector, task } = this.lease;
    const error = new FencedError(`Connector ${connector}, task ${task}: the lease is lost, ${why}`);
    this.#lost.abort(error);
    return error;
  }

  /** Ends the heartbeat. Resolves when no write is under way and no timer is left. */
  async end(): Promise<void> {
    this.#end.abort();
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
  const { leaseMs } = STANDARD_TIMES;
  let since = clock.now();
  const write = (): Promise<TaskWrite> => {
    since = clock.now();
    return tasks.acquireLease({ connector, task, generation, owner, now: since, expiresAt: since + leaseMs });
  };
  const { item } = await retryWrite(write, { ...worker, until: since + leaseMs / 2 });
  // Refused although the owner is me: an earlier try took effect and its answer was lost.
  if (item?.owner !== owner) return undefined;
  return new HeldLease(worker, { connector, task, generation, owner, epoch: item.epoch }, item, since);
}
