import {
  ConfigError,
  ConnectError,
  recordsBatch,
  type SourceBatch,
  type SourceRecord,
  type SourceTask,
  type SourceTaskContext,
  STRING_SCHEMA,
  type TaskConfig,
} from "../../../lib/connect/index.ts";
import { READ_FAULTS } from "../fault.ts";
import { printRow } from "./row.ts";
import type { SourceParts } from "./source-parts.ts";
import { type TableConfig, tableConfig } from "./table-config.ts";

/** A table and the last row read of it. */
interface Cursor {
  readonly table: string;
  readonly sourcePartition: { readonly table: string };
  position: number;
}

/** Reads the rows of its tables in their order, some of one table at each poll, the tables in turn. */
export class TableTask implements SourceTask {
  readonly #parts: SourceParts;
  #config: TableConfig = tableConfig.parse({});
  #connector = "";
  #context: SourceTaskContext | undefined;
  #cursors: Cursor[] = [];

  constructor(parts: SourceParts) {
    this.#parts = parts;
  }

  async start(config: TaskConfig, context: SourceTaskContext): Promise<void> {
    this.#config = tableConfig.parse(config);
    this.#connector = context.connector;
    this.#context = context;
    const partitions = this.#config.tables.map((table) => ({ table }));
    const offsets = await context.offsets.offsets(partitions);
    this.#cursors = partitions.map((sourcePartition, n) => ({
      table: sourcePartition.table,
      sourcePartition,
      position: Number(offsets[n]?.["position"] ?? 0),
    }));
  }

  async poll(): Promise<SourceBatch | null> {
    const { world, actor } = this.#parts;
    const pollMs = this.#config["poll.ms"];
    if (pollMs > 0) await this.#context?.clock.sleep(pollMs, this.#context.signal);
    const records = await world.call(actor, "source.poll", [this.#connector], () => this.#read(), {
      faults: READ_FAULTS,
    });
    return records.length === 0 ? null : recordsBatch(records);
  }

  stop(): void {
    this.#cursors = [];
  }

  #read(): SourceRecord[] {
    const tables = this.#parts.tables.of(this.#connector);
    for (const cursor of this.#cursors) {
      const rows = Math.min(this.#config["batch.rows"], (tables.get(cursor.table) ?? 0) - cursor.position);
      if (rows <= 0) continue;
      this.#failAsScripted(cursor, rows);
      const records = Array.from({ length: rows }, (_, n) => this.#record(cursor, cursor.position + n + 1));
      cursor.position += rows;
      this.#cursors = [...this.#cursors.filter((other) => other !== cursor), cursor];
      return records;
    }
    return [];
  }

  #failAsScripted({ table, position }: Cursor, rows: number): void {
    const { "fail.at": at, "fail.times": times, "fail.how": how } = this.#config;
    if (at <= position || at > position + rows) return;
    const { failures } = this.#parts;
    const key = `${this.#connector}|${table}`;
    const count = failures.get(key) ?? 0;
    if (times >= 0 && count >= times) return;
    failures.set(key, count + 1);
    const message = `Row ${at} of ${table} can't be read`;
    throw how === "config" ? new ConfigError(message) : new ConnectError(message);
  }

  #record({ table, sourcePartition }: Cursor, number: number): SourceRecord {
    return {
      sourcePartition,
      sourceOffset: { position: BigInt(number) },
      topic: this.#connector,
      kafkaPartition: this.#partitionOf(table, number),
      keySchema: null,
      key: null,
      valueSchema: STRING_SCHEMA,
      value: printRow({
        connector: this.#connector,
        table,
        number,
        marker: this.#config.marker,
        reader: this.#parts.actor.name,
      }),
      timestamp: 0n,
    };
  }

  /** Tables are called `t0`, `t1` and so on. */
  #partitionOf(table: string, number: number): number {
    if (this.#config["shared.partition"]) return 0;
    if (this.#config["spread.partitions"]) return number % 2;
    return Number(table.slice(1));
  }
}
