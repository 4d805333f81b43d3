import type { SimulatedBrokers } from "./simulated-brokers.ts";

/** API keys of the two requests. */
export const METADATA = 3;
export const INIT_PRODUCER_ID = 22;

const UNKNOWN_TOPIC_OR_PARTITION = 3;
const LEADER_NOT_AVAILABLE = 5;

/** Where a node listens, as Metadata names it. */
export const addressOf = (node: number) => ({ host: `node-${node}`, port: 9092 });

/** The answer to a Metadata request of version 0 (https://kafka.apache.org/protocol#The_Messages_Metadata). */
export function metadataAnswer(brokers: SimulatedBrokers, topics: readonly string[]): Buffer {
  const { nodeIds } = brokers;
  const answer = new AnswerWriter();
  answer.array(nodeIds, (id) => {
    const { host, port } = addressOf(id);
    answer.int32(id).string(host).int32(port);
  });
  answer.array(topics, (topic) => {
    const partitions = brokers.topic(topic);
    answer.int16(partitions.length > 0 ? 0 : UNKNOWN_TOPIC_OR_PARTITION).string(topic);
    answer.array(partitions, ({ partition, announced }) => {
      answer
        .int16(announced === undefined ? LEADER_NOT_AVAILABLE : 0)
        .int32(partition)
        .int32(announced ?? -1);
      for (const replicas of [nodeIds, nodeIds]) answer.array(replicas, (id) => answer.int32(id));
    });
  });
  return answer.bytes;
}

/** The answer to an InitProducerId request of version 0 (https://kafka.apache.org/protocol#The_Messages_InitProducerId). */
export function producerIdAnswer(brokers: SimulatedBrokers): Buffer {
  return new AnswerWriter().int32(0).int16(0).int64(brokers.newProducerId()).int16(0).bytes;
}

/** Room for one answer, of up to a thousand partitions or so: they are written one after the other. */
const ROOM = Buffer.alloc(65_536);

class AnswerWriter {
  readonly #buffer = ROOM;
  #at = 0;

  /** A copy of what was written. */
  get bytes(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, this.#at));
  }

  int16(value: number): this {
    this.#at = this.#buffer.writeInt16BE(value, this.#at);
    return this;
  }

  int32(value: number): this {
    this.#at = this.#buffer.writeInt32BE(value, this.#at);
    return this;
  }

  int64(value: bigint): this {
    this.#at = this.#buffer.writeBigInt64BE(value, this.#at);
    return this;
  }

  string(value: string): this {
    const start = this.#at + 2;
    const length = this.#buffer.write(value, start);
    this.int16(length);
    this.#at = start + length;
    return this;
  }

  array<T>(items: readonly T[], write: (item: T) => void): this {
    this.int32(items.length);
    for (const item of items) write(item);
    return this;
  }
}
