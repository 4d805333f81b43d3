import { ErrorCode } from "../../../lib/adapters/kafkajs/protocol-error.ts";
import type { ProducedBatch } from "./produced-batch.ts";

/** How many of a producer's last batches a broker knows again (KIP-98). */
const REMEMBERED = 5;
const MAX_SEQUENCE = 2 ** 31 - 1;

interface RememberedBatch {
  readonly first: number;
  readonly last: number;
  readonly baseOffset: bigint;
}

interface ProducerState {
  readonly epoch: number;
  /** The last batches, the newest at the end; at least one. */
  readonly batches: readonly RememberedBatch[];
}

/** What is to become of a batch: it is new, it is in the log already, or it may not be written. */
export type Verdict =
  | { readonly kind: "new" }
  | { readonly kind: "duplicate"; readonly baseOffset: bigint }
  | { readonly kind: "refused"; readonly errorCode: number };

const NEW: Verdict = { kind: "new" };

/** What the log of one partition knows about its producers: Kafka's rules for idempotence, no more. */
export class ProducerStates {
  readonly #states: Map<bigint, ProducerState>;

  constructor(states: Iterable<readonly [bigint, ProducerState]> = []) {
    this.#states = new Map(states);
  }

  /** A copy that changes on its own. */
  copy(): ProducerStates {
    return new ProducerStates(this.#states);
  }

  judge({ producerId, producerEpoch, sequence, count }: ProducedBatch): Verdict {
    const state = this.#states.get(producerId);
    // Whoever is not known may begin with any number.
    if (!state) return NEW;
    if (producerEpoch < state.epoch) return { kind: "refused", errorCode: ErrorCode.invalidProducerEpoch };
    if (producerEpoch > state.epoch) {
      return sequence === 0 ? NEW : { kind: "refused", errorCode: ErrorCode.outOfOrderSequence };
    }
    const last = plus(sequence, count - 1);
    const known = state.batches.find((batch) => batch.first === sequence && batch.last === last);
    if (known) return { kind: "duplicate", baseOffset: known.baseOffset };
    const newest = state.batches.at(-1);
    if (!newest || sequence === plus(newest.last, 1)) return NEW;
    return { kind: "refused", errorCode: ErrorCode.outOfOrderSequence };
  }

  /** The batch is in the log now. */
  appended({ producerId, producerEpoch, sequence, count }: ProducedBatch, baseOffset: bigint): void {
    const state = this.#states.get(producerId);
    const before = state?.epoch === producerEpoch ? state.batches.slice(1 - REMEMBERED) : [];
    const batches = [...before, { first: sequence, last: plus(sequence, count - 1), baseOffset }];
    this.#states.set(producerId, { epoch: producerEpoch, batches });
  }

  /** Forgets everybody, as a broker does when their records have expired. */
  clear(): void {
    this.#states.clear();
  }
}

/** After the sequence number 2^31 - 1 comes 0. */
function plus(sequence: number, count: number): number {
  const sum = sequence + count;
  return sum > MAX_SEQUENCE ? sum - MAX_SEQUENCE - 1 : sum;
}
