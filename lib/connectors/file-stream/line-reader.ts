import { DataError } from "../../connect/index.ts";

/** A line without its end, and the position in the source right after that end, in bytes. */
export interface Line {
  readonly text: string;
  readonly position: bigint;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Cuts bytes into lines that end with `\n`, `\r\n` or `\r`. Works on bytes because positions count bytes: neither line
 * end can be part of a longer UTF-8 sequence. What has no end yet is kept, and so is a `\r` at the very end of the
 * data, which may be half of a `\r\n`.
 */
export class LineReader {
  #bytes: Uint8Array = new Uint8Array();
  /** Where the next line begins in `#bytes`. */
  #start = 0;
  /** How far `#bytes` is known to hold no line end. */
  #searched = 0;
  /** Position in the source of the first byte of `#bytes`. */
  #origin: bigint;

  readonly #name: string;
  readonly #maxLineBytes: number;

  /** @param name What to call the source in messages. @param position Where in the source the first byte stands. */
  constructor(name: string, position: bigint, maxLineBytes: number) {
    this.#name = name;
    this.#origin = position;
    this.#maxLineBytes = maxLineBytes;
  }

  /** Position in the source where the next line begins. */
  get start(): bigint {
    return this.#origin + BigInt(this.#start);
  }

  /** Position in the source of the byte to be pushed next. */
  get end(): bigint {
    return this.#origin + BigInt(this.#bytes.length);
  }

  push(chunk: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes.subarray(this.#start), chunk]);
    this.#origin += BigInt(this.#start);
    this.#searched -= this.#start;
    this.#start = 0;
  }

  /**
   * The next complete line, bytes that are no UTF-8 replaced by U+FFFD; undefined if there is none.
   *
   * @throws DataError if it is too long; again at every call, for nothing is skipped.
   */
  next(): Line | undefined {
    const bytes = this.#bytes;
    let end = this.#searched;
    while (end < bytes.length && bytes[end] !== LINE_FEED && bytes[end] !== CARRIAGE_RETURN) end++;
    this.#searched = end;
    if (end - this.#start > this.#maxLineBytes) {
      throw new DataError(
        `${this.#name}: the line at byte ${this.start} is longer than ${this.#maxLineBytes} bytes: raise max.line.bytes, or skip it by writing another position into the offset`,
      );
    }
    const afterReturn = bytes[end] === CARRIAGE_RETURN;
    if (end >= bytes.length || (afterReturn && end + 1 === bytes.length)) return undefined;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + this.#start, end - this.#start).toString("utf8");
    this.#start = end + (afterReturn && bytes[end + 1] === LINE_FEED ? 2 : 1);
    this.#searched = this.#start;
    return { text, position: this.#origin + BigInt(this.#start) };
  }
}
