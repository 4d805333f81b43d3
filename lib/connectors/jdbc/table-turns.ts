import type { TableReader } from "./table-reader.ts";

/**
 * Whose turn it is: a table that has been begun until its end, then the one whose last read ended longest ago, then by
 * name. A table is due again when the interval since its last read is over. One that failed has no more turns, but the
 * others do. Tables that are due again before the others have been read wait for the end of the round, so that
 * polling ends, however long a round takes and however short the interval is.
 */
export class TableTurns {
  readonly #readers: readonly TableReader[];
  readonly #interval: number;
  readonly #ended = new Map<TableReader, number>();
  readonly #failed = new Map<TableReader, Error>();
  readonly #had = new Set<TableReader>();
  #current: TableReader | undefined;
  #now = 0;

  /** @param interval Milliseconds from the end of one read of a table to its next. */
  constructor(readers: readonly TableReader[], interval: number) {
    this.#readers = readers.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    this.#interval = interval;
  }

  /** What went wrong, in the order in which it did. */
  get failures(): Error[] {
    return [...this.#failed.values()];
  }

  /** A poll begins. */
  begin(now: number): void {
    this.#now = now;
  }

  /** The table to read; undefined: none is due, which ends a round. */
  next(): TableReader | undefined {
    this.#current ??= this.#readers
      .filter((reader) => !this.#failed.has(reader) && !this.#had.has(reader) && this.#isDue(reader))
      .reduce<TableReader | undefined>(
        (first, reader) => (first && this.#end(first) <= this.#end(reader) ? first : reader),
        undefined,
      );
    if (!this.#current) this.#had.clear();
    return this.#current;
  }

  /** A table has been read to its end. */
  complete(reader: TableReader, now: number): void {
    this.#ended.set(reader, now);
    this.#had.add(reader);
    this.#current = undefined;
  }

  fail(reader: TableReader, error: Error): void {
    this.#failed.set(reader, error);
    this.#current = undefined;
  }

  /** Gives up what is being read. */
  async reset(): Promise<void> {
    await this.#current?.reset();
    this.#current = undefined;
  }

  #isDue(reader: TableReader): boolean {
    const ended = this.#ended.get(reader);
    return ended === undefined || this.#now >= ended + this.#interval;
  }

  #end(reader: TableReader): number {
    return this.#ended.get(reader) ?? Number.NEGATIVE_INFINITY;
  }
}
