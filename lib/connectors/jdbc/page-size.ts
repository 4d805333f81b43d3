/** A larger page is hardly faster, but what it holds survives the young generation: memory grows by it. */
const MAX_ROWS = 2_000;
/** A first page of unknown rows is small, and a page never grows faster than this. */
const GROWTH = 10;
const SAMPLE = 64;
/** A page of one row could not tell whether the next row has the same value. */
const MIN_ROWS = 2;

/** How many rows a page takes so that it holds about a given number of bytes. */
export class PageSize {
  readonly #maxBytes: number;
  #rows: number;

  /** @param rows Size of the first page. */
  constructor(maxBytes: number, rows: number) {
    this.#maxBytes = maxBytes;
    this.#rows = Math.max(MIN_ROWS, Math.min(rows, MAX_ROWS));
  }

  get rows(): number {
    return this.#rows;
  }

  /** Learns from a page how large its rows are. */
  adapt(rows: readonly (readonly unknown[])[]): void {
    if (rows.length === 0) return;
    const step = Math.ceil(rows.length / SAMPLE);
    let bytes = 0;
    let sampled = 0;
    for (let i = 0; i < rows.length; i += step, sampled++) bytes += bytesOf(rows[i] ?? []);
    const fitting = Math.floor(this.#maxBytes / (bytes / sampled));
    this.#rows = Math.max(MIN_ROWS, Math.min(fitting, MAX_ROWS, this.#rows * GROWTH));
  }
}

function bytesOf(row: readonly unknown[]): number {
  let bytes = 8;
  for (const value of row) {
    bytes += typeof value === "string" || value instanceof Uint8Array ? value.length + 8 : 8;
  }
  return bytes;
}
