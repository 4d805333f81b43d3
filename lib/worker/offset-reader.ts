import { DataError, type OffsetReader, parseOffset, partitionKey, type SourceOffset } from "../connect/index.ts";
import { errorMessage } from "./error-trace.ts";
import { retryCall } from "./retry-call.ts";
import type { Worker } from "./worker.ts";

/** How long a read is tried again, in milliseconds. */
const TIME_LIMIT_MS = 20_000;

/**
 * Reads a connector's offsets from the store.
 *
 * @param signal Aborted when nobody waits for an answer any more.
 * @param onRead Told of every stored offset that was read: source partition (canonical JSON), offset (JSON text or null).
 */
export function createOffsetReader(
  { tasks, clock, random }: Pick<Worker, "tasks" | "clock" | "random">,
  connector: string,
  signal: AbortSignal,
  onRead: (partition: string, offset: string | null) => void = () => undefined,
): OffsetReader {
  const offsets: OffsetReader["offsets"] = async (partitions) => {
    const keys = partitions.map(partitionKey);
    const until = clock.now() + TIME_LIMIT_MS;
    const stored = await retryCall(() => tasks.readOffsets(connector, keys), { clock, random, until, signal });
    for (const [partition, offset] of stored) onRead(partition, offset);
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
