import { ConnectError } from "../../connect/index.ts";
import type { ByteSource } from "./byte-source.ts";
import { type Line, LineReader } from "./line-reader.ts";

export interface FileLinesOptions {
  /** What to call the source in messages. */
  readonly name: string;
  /** Where to begin, in bytes. */
  readonly position: bigint;
  readonly maxLineBytes: number;
  warn(message: string): void;
}

/** The complete lines of a source, one after another, for as long as there are any. */
export class FileLines {
  readonly #source: ByteSource;
  readonly #options: FileLinesOptions;
  #reader: LineReader;
  /** What was last warned of, so that it is said once and not at every poll. */
  #warned: string | undefined;

  constructor(source: ByteSource, options: FileLinesOptions) {
    this.#source = source;
    this.#options = options;
    this.#reader = new LineReader(options.name, options.position, options.maxLineBytes);
  }

  /**
   * The next line; undefined: there is none now.
   *
   * @throws ConnectError if the source can't be read, DataError if a line is longer than allowed.
   */
  async next(): Promise<Line | undefined> {
    for (;;) {
      const line = this.#reader.next();
      if (line) return line;
      if (!(await this.#readOn())) return undefined;
    }
  }

  async #readOn(): Promise<boolean> {
    const { name, maxLineBytes } = this.#options;
    const read = await this.#read();
    if (read === "missing") {
      this.#warnOnce(`${name} does not exist; it will be read once it does`);
      return false;
    }
    if (read === "shorter") {
      this.#warnOnce(
        `${name} is shorter than what has been read of it, so it was truncated or replaced: reading all of it`,
      );
      this.#reader = new LineReader(name, 0n, maxLineBytes);
      return true;
    }
    if (read.length === 0) return false;
    this.#warned = undefined;
    this.#reader.push(read);
    return true;
  }

  async #read(): Promise<Uint8Array | "missing" | "shorter"> {
    try {
      return await this.#source.read(this.#reader.end);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ConnectError(`${this.#options.name} (configuration file) can't be read: ${reason}`, { cause });
    }
  }

  #warnOnce(message: string): void {
    if (message !== this.#warned) this.#options.warn(message);
    this.#warned = message;
  }
}
