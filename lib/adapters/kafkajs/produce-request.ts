/** One partition's part of a Produce request: header and records section of its batch. */
export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  readonly header: Uint8Array;
  readonly records: Uint8Array;
}

export interface ProduceRequest {
  /** 7 or 8 (https://kafka.apache.org/protocol#The_Messages_Produce). */
  readonly version: number;
  readonly correlationId: number;
  readonly clientId: string;
  /** How long the broker may wait for its replicas, in ms. */
  readonly timeoutMs: number;
  /** At most one batch a partition. */
  readonly batches: readonly PartitionBatch[];
}

export const PRODUCE_API_KEY = 0;

const ACKS_ALL = -1;

/**
 * A Produce request as the chunks to write to the socket, one after the other. The batches' bytes are not copied.
 */
export function encodeProduceRequest(request: ProduceRequest): Uint8Array[] {
  const byTopic = Map.groupBy(request.batches, (batch) => batch.topic);
  const chunks: Uint8Array[] = [];
  let head = new ChunkWriter();
  head.int16(PRODUCE_API_KEY).int16(request.version).int32(request.correlationId).string(request.clientId);
  head.int16(-1).int16(ACKS_ALL).int32(request.timeoutMs).int32(byTopic.size);
  let size = 0;
  const add = (chunk: Uint8Array): void => {
    size += chunk.length;
    chunks.push(chunk);
  };
  for (const [topic, batches] of byTopic) {
    head.string(topic).int32(batches.length);
    for (const { partition, header, records } of batches) {
      head.int32(partition).int32(header.length + records.length);
      add(head.take());
      add(header);
      add(records);
      head = new ChunkWriter();
    }
  }
  const length = Buffer.allocUnsafe(4);
  length.writeInt32BE(size);
  return [length, ...chunks];
}

class ChunkWriter {
  readonly #parts: Buffer[] = [];

  int16(value: number): this {
    const bytes = Buffer.allocUnsafe(2);
    bytes.writeInt16BE(value);
    this.#parts.push(bytes);
    return this;
  }

  int32(value: number): this {
    const bytes = Buffer.allocUnsafe(4);
    bytes.writeInt32BE(value);
    this.#parts.push(bytes);
    return this;
  }

  string(value: string): this {
    const bytes = Buffer.from(value);
    this.int16(bytes.length);
    this.#parts.push(bytes);
    return this;
  }

  take(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
