import type { ConnectError } from "../../connect/index.ts";
import type { Acknowledgement, RecordBatch } from "../../ports/index.ts";
import { ErrorCode } from "./protocol-error.ts";
import { produceFailure } from "./produce-failure.ts";
import type { PartitionResult } from "./produce-response.ts";
import { nextSequence } from "./record-batch-header.ts";

/** How many of a producer's last batches a broker knows again. More under way, and a repeated one could count as new. */
const MAX_OPEN = 5;

/** A batch on its way: its sequence number was given when it came and is the same at every try. */
export interface QueuedBatch {
  readonly batch: RecordBatch;
  readonly sequence: number;
  /** Milliseconds since 1970-01-01 UTC: no further try after that. */
  readonly deadline: number;
  /** Header and records section as they are sent; undefined: still being made. */
  frame: { readonly header: Uint8Array; readonly records: Uint8Array } | undefined;
  acknowledgement: Acknowledgement | undefined;
  readonly resolve: (acknowledgement: Acknowledgement) => void;
  readonly reject: (error: ConnectError) => void;
}

/**
 * The batches of one Kafka partition in the order of their sequence numbers. After a failure that another try may mend
 * nothing more is sent until every batch under way has been answered or given up; then the unacknowledged ones go out
 * again from the first on. So each is in the log once and in order, whatever was lost on the way.
 */
export class PartitionQueue {
  readonly topic: string;
  readonly partition: number;
  /** Tries of the first batch that have failed. */
  tries = 0;
  /** What the last failed try said. */
  lastError: ConnectError | undefined;
  readonly #entries: QueuedBatch[] = [];
  /** How many of the entries, from the first on, were sent since the last recovery. */
  #sent = 0;
  #underWay = 0;
  #sequence = 0;
  #recovering = false;
  /** Whether a batch was acknowledged since the beginning or the last recovery. */
  #established = false;
  #failure: ConnectError | undefined;

  constructor(topic: string, partition: number) {
    this.topic = topic;
    this.partition = partition;
  }

  /** The first batch that is not acknowledged. */
  get first(): QueuedBatch | undefined {
    return this.#entries[0];
  }

  /** The next batch that may be sent now. */
  get next(): QueuedBatch | undefined {
    // A leader that knows nothing of the producer takes any sequence number: had it refused the first batch because it
    // did not lead yet, it could take the second one. So the first goes alone until its leader knows the producer.
    if (this.#recovering || this.#sent >= (this.#established ? MAX_OPEN : 1)) return undefined;
    const entry = this.#entries[this.#sent];
    return entry?.frame && entry;
  }

  /** Whether a try has failed and nothing is under way any more: wait, look for the leader, `resume`. */
  get mayRecover(): boolean {
    return this.#recovering && this.#underWay === 0 && this.#failure === undefined;
  }

  /** Takes a batch and gives it its sequence number. */
  add(batch: RecordBatch, deadline: number): { readonly entry: QueuedBatch; readonly done: Promise<Acknowledgement> } {
    if (this.#failure) throw this.#failure;
    const { promise, resolve, reject } = Promise.withResolvers<Acknowledgement>();
    const sequence = this.#sequence;
    this.#sequence = nextSequence(sequence, batch.count);
    const entry = { batch, sequence, deadline, frame: undefined, acknowledgement: undefined, resolve, reject };
    this.#entries.push(entry);
    return { entry, done: promise };
  }

  /** `next` has been sent. */
  markSent(): void {
    this.#sent++;
    this.#underWay++;
    // What was written although its answer got lost need not go out again.
    while (this.#entries[this.#sent]?.acknowledgement) this.#sent++;
  }

  /** The broker has answered for a batch under way. */
  answered(entry: QueuedBatch, result: PartitionResult): void {
    this.#underWay--;
    const { errorCode, baseOffset } = result;
    if (errorCode === 0 || errorCode === ErrorCode.duplicateSequence) {
      entry.acknowledgement = { baseOffset };
      this.#established = true;
      this.#settleAcknowledged();
      return;
    }
    const failure = produceFailure(result);
    // Behind a batch that was not written, "out of order" only says that this one must wait for it.
    const follows = errorCode === ErrorCode.outOfOrderSequence && entry !== this.first;
    if (failure.retriable || follows) this.#failedTry(entry, failure);
    else this.fail(failure);
  }

  /** A batch under way will not be answered any more: whether it was written is not known. */
  lost(entry: QueuedBatch, error: ConnectError): void {
    this.#underWay--;
    if (error.retriable) this.#failedTry(entry, error);
    else this.fail(error);
  }

  /** Nobody can be asked to write `next` at the moment. */
  unsendable(error: ConnectError): void {
    if (!error.retriable) return this.fail(error);
    this.tries++;
    this.lastError = error;
    this.#recovering = true;
  }

  /** Sends again from the first unacknowledged batch on. */
  resume(): void {
    this.#recovering = false;
    this.#established = false;
    this.#sent = 0;
  }

  /** Ends the queue: no batch after an unwritten one may be written. */
  fail(error: ConnectError): void {
    if (this.#failure) return;
    this.#failure = error;
    for (const entry of this.#entries.splice(0)) entry.reject(error);
    this.#sent = 0;
  }

  #failedTry(entry: QueuedBatch, error: ConnectError): void {
    this.#recovering = true;
    if (entry !== this.first) return;
    this.tries++;
    this.lastError = error;
  }

  #settleAcknowledged(): void {
    for (let [first] = this.#entries; first?.acknowledgement; [first] = this.#entries) {
      this.#entries.shift();
      if (this.#sent > 0) this.#sent--;
      this.tries = 0;
      first.resolve(first.acknowledgement);
    }
  }
}
