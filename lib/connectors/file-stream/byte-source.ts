import { open } from "node:fs/promises";

/** Where the bytes of a FileStream task come from. */
export interface ByteSource {
  /**
   * Up to 64 KiB from that position on; empty: nothing is there now.
   * "missing": there is no such file yet. "shorter": the file ends before the position.
   */
  read(position: bigint): Promise<Uint8Array | "missing" | "shorter">;
  close(): void;
}

const CHUNK_BYTES = 65_536;

/** A file, opened anew for each read: a file that was replaced meanwhile is seen, and nothing has to be closed. */
export class FileBytes implements ByteSource {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async read(position: bigint): Promise<Uint8Array | "missing" | "shorter"> {
    try {
      await using file = await open(this.#path);
      const { size } = await file.stat({ bigint: true });
      if (size < position) return "shorter";
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(CHUNK_BYTES), position });
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return "missing";
      throw error;
    }
  }

  close(): void {}
}

/** Standard input: has no positions and can't be read twice. */
export class StandardInput implements ByteSource {
  async read(): Promise<Uint8Array> {
    const bytes: unknown = process.stdin.read();
    return bytes instanceof Uint8Array ? bytes : new Uint8Array();
  }

  close(): void {
    process.stdin.pause();
  }
}
