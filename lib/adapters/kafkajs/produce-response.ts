/** What became of one partition's batch. */
export interface PartitionResult {
  readonly topic: string;
  readonly partition: number;
  /** 0: written (https://kafka.apache.org/protocol#protocol_error_codes). */
  readonly errorCode: number;
  /** Offset of the batch's first record; -1 if there is none. */
  readonly baseOffset: bigint;
  /** The broker's own sentence, if it gave one. */
  readonly errorMessage: string | undefined;
}

export interface ProduceResponse {
  readonly results: readonly PartitionResult[];
  /** How long to hold back, in ms. */
  readonly throttleMs: number;
}

/** Reads the answer to a Produce request of version 7 or 8. */
export function decodeProduceResponse(payload: Buffer, version: number): ProduceResponse {
  const reader = new Reader(payload);
  const results: PartitionResult[] = [];
  for (let topics = reader.int32(); topics > 0; topics--) {
    const topic = reader.string() ?? "";
    for (let partitions = reader.int32(); partitions > 0; partitions--) {
      const partition = reader.int32();
      const errorCode = reader.int16();
      const baseOffset = reader.int64();
      reader.int64(); // log append time
      reader.int64(); // log start offset
      const errorMessage = version >= 8 ? readError(reader) : undefined;
      results.push({ topic, partition, errorCode, baseOffset, errorMessage });
    }
  }
  return { results, throttleMs: reader.int32() };
}

function readError(reader: Reader): string | undefined {
  let first: string | undefined;
  for (let errors = reader.int32(); errors > 0; errors--) {
    reader.int32(); // index of the record in its batch
    first ??= reader.string();
  }
  const ofBatch = reader.string();
  return first ?? ofBatch;
}

class Reader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  int16(): number {
    this.#position += 2;
    return this.#bytes.readInt16BE(this.#position - 2);
  }

  int32(): number {
    this.#position += 4;
    return this.#bytes.readInt32BE(this.#position - 4);
  }

  int64(): bigint {
    this.#position += 8;
    return this.#bytes.readBigInt64BE(this.#position - 8);
  }

  string(): string | undefined {
    const length = this.int16();
    if (length < 0) return undefined;
    this.#position += length;
    return this.#bytes.toString("utf8", this.#position - length, this.#position);
  }
}
