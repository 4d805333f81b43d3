/**
 * Memory that encoders write into: one record after the other in the same buffer, each handed out as a view of its
 * part. What was handed out is never written again, so the views may be kept; a full buffer is left to them.
 */
export class ByteSlab {
  bytes: Buffer;
  /** Where the next byte goes. Writers reserve first, then write and move it on. */
  position = 0;
  readonly #size: number;
  #start = 0;

  /** @param size Bytes to take from the system at a time. */
  constructor(size = 64 * 1024) {
    this.#size = size;
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  /** Begins a record; what a failed one left behind is dropped. */
  begin(): void {
    this.position = this.#start;
  }

  /** Makes room for that many bytes after `position`. */
  reserve(length: number): void {
    if (this.position + length > this.bytes.length) this.#grow(length);
  }

  /** Ends the record. */
  take(): Uint8Array {
    const record = this.bytes.subarray(this.#start, this.position);
    this.#start = this.position;
    return record;
  }

  #grow(length: number): void {
    const used = this.position - this.#start;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#size, 2 * used + length));
    this.bytes.copy(larger, 0, this.#start, this.position);
    this.bytes = larger;
    this.#start = 0;
    this.position = used;
  }
}
