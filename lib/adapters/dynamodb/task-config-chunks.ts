import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { ConfigError } from "../../connect/errors.ts";
import type { TaskConfigSet } from "../../ports/control-store.ts";

/** Bytes of a chunk: an item of DynamoDB holds 400 KB with its keys. */
const CHUNK_BYTES = 380 * 1024;

/** A plan's transaction puts the chunks of one generation, deletes those of another, and holds 4 MB in all. */
const MOST_CHUNKS = 5;

/**
 * Task configurations as gzipped JSON in pieces that fit an item, at least one.
 *
 * @throws ConfigError if they are more than a transaction may hold.
 */
export async function toChunks(connector: string, { config, tasks }: TaskConfigSet): Promise<Uint8Array[]> {
  const compressed = await promisify(gzip)(JSON.stringify({ config, tasks }));
  const count = Math.ceil(compressed.length / CHUNK_BYTES);
  if (count > MOST_CHUNKS) {
    const [size, limit] = [compressed.length, CHUNK_BYTES * MOST_CHUNKS].map((bytes) => Math.ceil(bytes / 1024));
    throw new ConfigError(
      `The ${tasks.length} task configuration(s) of connector ${connector} take ${size} KB compressed, more than the ` +
        `${limit} KB that one plan may hold: let it read fewer tables or files, or split it into several connectors`,
    );
  }
  return Array.from({ length: count }, (_, k) => compressed.subarray(k * CHUNK_BYTES, (k + 1) * CHUNK_BYTES));
}

/** Puts together what `toChunks` made. */
export async function fromChunks(chunks: readonly Uint8Array[]): Promise<TaskConfigSet> {
  const parsed: unknown = JSON.parse((await promisify(gunzip)(Buffer.concat(chunks))).toString());
  if (!isTaskConfigSet(parsed)) throw new Error("The stored task configurations were changed by another program");
  return parsed;
}

function isTaskConfigSet(value: unknown): value is TaskConfigSet {
  return (
    typeof value === "object" && value !== null && "config" in value && "tasks" in value && Array.isArray(value.tasks)
  );
}
