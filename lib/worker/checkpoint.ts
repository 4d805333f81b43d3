import { ConnectError } from "../connect/index.ts";
import { errorMessage } from "./error-trace.ts";
import { retryCall } from "./retry-call.ts";
import type { SubmittedRecords } from "./submitted-records.ts";
import type { HeldLease } from "./task-lease.ts";
import { withTimeLimit } from "./time-limit.ts";
import type { Worker } from "./worker.ts";

/** How long the stored offsets may take to be read, and a task to answer `SourceTask.commit`, in milliseconds. */
const READ_LIMIT_MS = 10_000;
const COMMIT_LIMIT_MS = 5_000;

/** What a checkpointer needs to know. */
export interface CheckpointOptions {
  readonly worker: Worker;
  readonly held: HeldLease;
  readonly submitted: SubmittedRecords;
  readonly intervalMs: number;
  /** `SourceTask.commit`, if the task has one. */
  commit(): Promise<void> | void;
}

/** Writes the offsets of acknowledged records down (W8), often enough and always at the end (DESIGN §7). */
export class Checkpointer {
  readonly #options: CheckpointOptions;
  readonly #dirty = new Map<string, string | null>();
  /** What is stored, as far as this invocation has read or written it. */
  readonly #stored = new Map<string, string | null>();
  #moved = false;
  #underWay: Promise<void> = Promise.resolve();
  #committing: Promise<void> | undefined;
  #last: number;

  constructor(options: CheckpointOptions) {
    this.#options = options;
    this.#last = options.worker.clock.now();
  }

  /** Whether a checkpoint of this invocation changed a stored offset: there is no going on without it (DESIGN §9). */
  get moved(): boolean {
    return this.#moved;
  }

  /** That offset of a source partition (canonical JSON) is stored. */
  known(partition: string, offset: string | null): void {
    this.#stored.set(partition, offset);
  }

  /** Checkpoints if the interval has passed since the last one. @throws FencedError */
  async ifDue(): Promise<void> {
    if (this.#options.worker.clock.now() - this.#last >= this.#options.intervalMs) await this.#write(false);
  }

  /** Checkpoints now and keeps the lease. @throws FencedError */
  async save(): Promise<void> {
    await this.#write(false);
  }

  /** The last checkpoint of an invocation: whatever may be written, and the lease back with it. @throws FencedError */
  async atEnd(): Promise<void> {
    await this.#write(true);
  }

  /**
   * One checkpoint after the other: the last one may be made while one of a run that was given up is still under way, and
   * older offsets must not get higher numbers.
   */
  #write(release: boolean): Promise<void> {
    const done = this.#underWay.then(() => this.#writeParts(release));
    this.#underWay = done.catch(() => undefined);
    return done;
  }

  async #writeParts(release: boolean): Promise<void> {
    const { worker, held, submitted } = this.#options;
    for (const [partition, offset] of submitted.takeCommittable()) this.#dirty.set(partition, offset);
    const all = await this.#changed();
    const size = worker.tasks.maxPartitions;
    const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
    // What was done is shown, though no offset has moved: a table that is always copied as a whole has none.
    if (release && chunks.length === 0 && submitted.progress.records > 0) chunks.push([]);
    if (release && chunks.length === 0) await held.release();
    for (const [i, offsets] of chunks.entries()) {
      const sequence = held.nextSequence();
      await held.write(
        () =>
          worker.tasks.checkpoint({
            lease: held.lease,
            sequence,
            expiresAt: held.expiry(),
            offsets: new Map(offsets),
            updatedAt: worker.clock.now(),
            progress: submitted.progress,
            release: release && i === chunks.length - 1,
          }),
        (item) => item.epoch === held.lease.epoch && item.sequence === sequence,
      );
      for (const [partition, offset] of offsets) {
        this.#dirty.delete(partition);
        this.#moved ||= offset !== null;
        this.#stored.set(partition, offset);
      }
    }
    this.#last = worker.clock.now();
    await this.#commit();
  }

  /**
   * The offsets that differ from what is stored. Whoever only repeats an offset gets no further, and a number that grew
   * for it would say that he did.
   */
  async #changed(): Promise<[string, string | null][]> {
    const { tasks, clock, random } = this.#options.worker;
    const { lease, lost } = this.#options.held;
    const unknown = [...this.#dirty.keys()].filter((partition) => !this.#stored.has(partition));
    if (unknown.length > 0) {
      const retry = { clock, random, until: clock.now() + READ_LIMIT_MS, signal: lost };
      const stored = await retryCall(() => tasks.readOffsets(lease.connector, unknown), retry);
      for (const partition of unknown) this.#stored.set(partition, stored.get(partition) ?? null);
    }
    for (const [partition, offset] of this.#dirty) {
      if (this.#stored.get(partition) === offset) this.#dirty.delete(partition);
    }
    return [...this.#dirty];
  }

  /** Lets the task know, but waits for it only so long; one that still answers is not asked again. */
  async #commit(): Promise<void> {
    const { worker } = this.#options;
    if (this.#committing) return;
    const asked = (async () => this.#options.commit())();
    this.#committing = asked.catch(() => undefined).finally(() => (this.#committing = undefined));
    try {
      const expired = (): Error => new ConnectError(`it took more than ${COMMIT_LIMIT_MS} ms`);
      await withTimeLimit(worker.clock, COMMIT_LIMIT_MS, asked, expired);
    } catch (error) {
      worker.logger.warn(`SourceTask.commit failed: ${errorMessage(error)}`, {}, error);
    }
  }
}
