import { ConnectError } from "../../../lib/connect/index.ts";
import type { KafkaCluster, ProduceSettings, RecordBatch, RecordProducer } from "../../../lib/ports/index.ts";
import { decodeRecords } from "../../support/decode-records.ts";
import type { Actor } from "../actor.ts";
import { READ_FAULTS } from "../fault.ts";
import type { World } from "../world.ts";

/** How many partitions every topic has. */
export const KAFKA_PARTITIONS = 8;

/** Hears of what consumers see, as it comes. */
export type LogListener = (values: readonly string[]) => void;

const SETTINGS: ProduceSettings = { lingerMs: 0, batchSize: 1_000_000, bufferMemory: 32_000_000 };

/**
 * Kafka as `RecordProducer` promises it, one call a batch: what fails, fails what is behind it in its partition, and
 * nothing is written twice. For scenarios that are about something else than Kafka.
 */
export class PlainKafka {
  readonly #world: World;
  readonly #listener: LogListener;
  readonly #ends = new Map<string, bigint>();

  constructor(world: World, listener: LogListener) {
    this.#world = world;
    this.#listener = listener;
  }

  openKafka(actor: Actor): KafkaCluster {
    const partitionCount = (topic: string, signal?: AbortSignal): Promise<number> =>
      this.#world.call(actor, "partitionCount", [topic], () => KAFKA_PARTITIONS, {
        faults: READ_FAULTS,
        ...(signal ? { signal } : {}),
      });
    return { settings: SETTINGS, topics: { partitionCount }, createProducer: () => this.#producer(actor) };
  }

  #producer(actor: Actor): RecordProducer {
    const closed = new AbortController();
    const partitions = new Map<string, { sent: number; written: number; failed: boolean }>();
    return {
      maxRecordsBytes: 1_000_000,
      send: async (batch) => {
        closed.signal.throwIfAborted();
        const name = `${batch.topic}-${batch.partition}`;
        const state = partitions.get(name) ?? { sent: 0, written: 0, failed: false };
        partitions.set(name, state);
        const place = state.sent++;
        const copy = { ...batch, records: new Uint8Array(batch.records) };
        const write = (): { baseOffset: bigint } => {
          if (place !== state.written) throw new ConnectError("A batch before this one is not written");
          state.written++;
          return { baseOffset: this.#append(name, copy) };
        };
        try {
          if (state.failed) throw new ConnectError("A batch before this one failed");
          return await this.#world.call(actor, "send", [name, valuesOf(copy)], write, { signal: closed.signal });
        } catch (error) {
          state.failed = true;
          throw error;
        }
      },
      close: async () => closed.abort(new ConnectError("The producer is closed")),
    };
  }

  #append(name: string, batch: RecordBatch): bigint {
    const baseOffset = this.#ends.get(name) ?? 0n;
    this.#ends.set(name, baseOffset + BigInt(batch.count));
    this.#listener(valuesOf(batch));
    return baseOffset;
  }
}

/** The values of a batch. */
export const valuesOf = (batch: RecordBatch): string[] => decodeRecords(batch).map(({ value }) => value ?? "");
