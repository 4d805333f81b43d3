import {
  DataError,
  recordsBatch,
  type SourceBatch,
  type SourceOffset,
  type SourceRecord,
  type SourceTask,
  type SourceTaskContext,
  STRING_SCHEMA,
  type TaskConfig,
} from "../../connect/index.ts";
import { type ByteSource, FileBytes, StandardInput } from "./byte-source.ts";
import { fileStreamConfig } from "./config-def.ts";
import { FileLines } from "./file-lines.ts";

/** Reads the lines of a file from a byte position on (connect.md §9.2; what differs from Java stands in README.md). */
export class FileStreamTask implements SourceTask {
  #source: ByteSource | undefined;
  #next: (() => Promise<SourceRecord | undefined>) | undefined;
  #batchSize = 0;

  /** @throws ConfigError for a wrong configuration, DataError if the stored offset is no position in a file. */
  async start(config: TaskConfig, context: SourceTaskContext): Promise<void> {
    const { file, topic, "batch.size": batchSize, "max.line.bytes": maxLineBytes } = fileStreamConfig.parse(config);
    const partition = { filename: file || null };
    const position = file ? positionIn(await context.offsets.offset(partition), file) : 0n;
    const source = file ? new FileBytes(file) : new StandardInput();
    const name = file ? `The file ${file}` : "Standard input";
    const lines = new FileLines(source, { name, position, maxLineBytes, warn: (message) => context.warn(message) });
    this.#source = source;
    this.#batchSize = batchSize;
    this.#next = async () => {
      const line = await lines.next();
      return (
        line && {
          sourcePartition: partition,
          sourceOffset: { position: file ? line.position : null },
          topic,
          keySchema: null,
          key: null,
          valueSchema: STRING_SCHEMA,
          value: line.text,
          timestamp: BigInt(context.clock.now()),
        }
      );
    };
  }

  /** @throws ConnectError if the file can't be read, DataError if a line is longer than `max.line.bytes`. */
  async poll(): Promise<SourceBatch | null> {
    const records: SourceRecord[] = [];
    try {
      while (this.#next && records.length < this.#batchSize) {
        const record = await this.#next();
        if (!record) break;
        records.push(record);
      }
    } catch (error) {
      // What was read before goes out first; the next poll fails at the same place.
      if (records.length === 0) throw error;
    }
    return records.length > 0 ? recordsBatch(records) : null;
  }

  stop(): void {
    this.#next = undefined;
    this.#source?.close();
  }
}

function positionIn(offset: SourceOffset | undefined, file: string): bigint {
  const position = offset?.["position"] ?? 0n;
  if (typeof position === "bigint" && position >= 0n) return position;
  throw new DataError(
    `The stored offset of ${file} has the position ${String(position)}, which is no number of bytes: reset the offset`,
  );
}
