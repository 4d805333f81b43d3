import { errorMessage } from "./error-trace.ts";
import type { SubmittedRecords } from "./submitted-records.ts";
import type { HeldLease } from "./task-lease.ts";
import type { Worker } from "./worker.ts";

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
    const all = [...this.#dirty];
    const size = worker.tasks.maxPartitions;
    const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
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
        this.#moved ||= offset !== null && this.#stored.get(partition) !== offset;
        this.#stored.set(partition, offset);
      }
    }
    this.#last = worker.clock.now();
    try {
      await this.#options.commit();
    } catch (error) {
      worker.logger.warn(`SourceTask.commit failed: ${errorMessage(error)}`, {}, error);
    }
  }
}
