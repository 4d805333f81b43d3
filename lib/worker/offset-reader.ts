import { DataError, type OffsetReader, parseOffset, partitionKey, type SourceOffset } from "../connect/index.ts";
import type { TaskStore } from "../ports/index.ts";
import { errorMessage } from "./error-trace.ts";

/** Reads a connector's offsets from the store. */
export function createOffsetReader(tasks: TaskStore, connector: string): OffsetReader {
  const offsets: OffsetReader["offsets"] = async (partitions) => {
    const keys = partitions.map(partitionKey);
    const stored = await tasks.readOffsets(connector, keys);
    return keys.map((key) => read(connector, key, stored.get(key)));
  };
  return { offsets, offset: async (partition) => (await offsets([partition]))[0] };
}

function read(connector: string, partition: string, stored: string | null | undefined): SourceOffset | undefined {
  if (stored === undefined || stored === null) return undefined;
  try {
    return parseOffset(stored);
  } catch (cause) {
    throw new DataError(`Connector ${connector}, source partition ${partition}: ${errorMessage(cause)}`, { cause });
  }
}
