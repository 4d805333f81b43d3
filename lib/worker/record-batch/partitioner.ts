import type { Random } from "../../ports/index.ts";
import { murmur2 } from "./murmur2.ts";

/** The partition of a keyed record, as Java's default partitioner has it: the same key, the same partition, for ever. */
export function partitionForKey(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

/**
 * Chooses the partition of records without a key: one partition until its batch closes, then another one, so that
 * batches get full (Java's sticky partitioning).
 */
export class StickyPartition {
  readonly #random: Random;
  #current: number | undefined;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The partition to use now, below `partitions`. */
  choose(partitions: number): number {
    if (this.#current === undefined || this.#current >= partitions) {
      this.#current = Math.floor(this.#random.next() * partitions);
    }
    return this.#current;
  }

  /** A batch of that partition was closed: if it is the current one, the next record goes elsewhere. */
  batchClosed(partition: number, partitions: number): void {
    if (partition !== this.#current || partitions < 2) return;
    const other = Math.floor(this.#random.next() * (partitions - 1));
    this.#current = other < partition ? other : other + 1;
  }
}
