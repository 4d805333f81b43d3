import { closeSync, openSync, readSync } from "node:fs";
import path from "node:path";
import { ConfigError } from "../../connect/errors.ts";
import { APPLICATION_ID, SCHEMA_VERSION } from "./schema.ts";

/** The part of SQLite's file header that says whose file it is (sqlite.org/fileformat.html §1.3). */
const HEADER_BYTES = 72;
const SQLITE_MAGIC = Buffer.from("SQLite format 3\0");
const JAVA_SERIALIZATION_MAGIC = Buffer.from([0xac, 0xed, 0x00, 0x05]);

/**
 * Makes sure that the file is ours or new before anything opens it as a database, and makes it if it is missing, for
 * this user only: it may hold passwords. A file that is refused is left as it is.
 *
 * @throws ConfigError naming `offset.storage.file.filename`, what is wrong with the file and what to do.
 */
export function checkFile(file: string): void {
  const refuse = (reason: string): never => {
    throw new ConfigError(`offset.storage.file.filename is ${file}, ${reason}`);
  };
  const header = readHeader(file, refuse);
  if (header.length === 0) return;
  if (header.subarray(0, 4).equals(JAVA_SERIALIZATION_MAGIC)) {
    refuse(
      "which is Kafka Connect's own offset file in Java's serialization: name another file, this one is not touched",
    );
  }
  if (header.length < HEADER_BYTES || !header.subarray(0, SQLITE_MAGIC.length).equals(SQLITE_MAGIC)) {
    refuse("which is a file of another kind: name a file that does not exist yet, this one is not touched");
  }
  if (header.readUInt32BE(68) !== APPLICATION_ID) {
    refuse("which is the SQLite database of another program: name a file that does not exist yet");
  }
  if (header.readUInt32BE(60) > SCHEMA_VERSION) {
    refuse("which a newer version of Sluice has written: use that version, or name another file");
  }
}

function readHeader(file: string, refuse: (reason: string) => never): Buffer {
  try {
    const descriptor = openSync(file, "a+", 0o600);
    try {
      const header = Buffer.alloc(HEADER_BYTES);
      return header.subarray(0, readSync(descriptor, header, 0, HEADER_BYTES, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EISDIR") return refuse("which is a folder: name a file");
    if (code === "ENOENT" || code === "ENOTDIR") {
      return refuse(
        `but there can be no file, because ${path.dirname(file)} is no folder: make it, or name another file`,
      );
    }
    return refuse(
      `which this user may not read and write (${String(code ?? error)}): change its permissions, or name another file`,
    );
  }
}
