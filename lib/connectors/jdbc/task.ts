import {
  ConfigError,
  ConnectError,
  recordsBatch,
  type SourceBatch,
  type SourceTask,
  type SourceTaskContext,
  type TaskConfig,
} from "../../connect/index.ts";
import { createTableReaders } from "./create-table-readers.ts";
import type { Connection } from "./dialect.ts";
import { openConnection } from "./open-connection.ts";
import { parseTables } from "./table-id.ts";
import type { TableReader } from "./table-reader.ts";
import { TableTurns } from "./table-turns.ts";
import { parseJdbcConfig } from "./validate-jdbc.ts";

interface Started {
  readonly context: SourceTaskContext;
  readonly turns: TableTurns;
  readonly reconnect: () => Promise<Connection>;
}

/** Reads its tables, each to its end, over one connection (connectors.md §1.3, §1.4). */
export class JdbcTask implements SourceTask {
  #started: Started | undefined;
  #connection: Connection | undefined;

  /** @throws ConfigError for a wrong configuration or table, ConnectError if the database can't be reached. */
  async start(given: TaskConfig, context: SourceTaskContext): Promise<void> {
    const config = parseJdbcConfig(given);
    const tables = parseTables(config.tables);
    if (tables.length === 0) throw new ConfigError("The task was not assigned a table (configuration tables)");
    const connection = await openConnection(config, given, context);
    // The task may have been told to end while the connection was being made: nothing would close it any more.
    if (context.signal.aborted) return connection.close();
    this.#connection = connection;
    context.signal.addEventListener("abort", () => void this.#disconnect(), { once: true });
    const warn = (message: string): void => context.warn(message);
    const readers = await createTableReaders({ tables, config, connection, offsets: context.offsets, warn });
    this.#started = {
      context,
      turns: new TableTurns(readers, config["poll.interval.ms"]),
      reconnect: () => openConnection({ ...config, "connection.attempts": 1 }, given, context),
    };
  }

  /**
   * The next rows of one table; null: no table is due.
   *
   * @throws ConnectError naming the table: retriable when the connection was lost; else after the other tables' end.
   */
  async poll(): Promise<SourceBatch | null> {
    const started = this.#started;
    if (!started) return null;
    started.turns.begin(started.context.clock.now());
    return this.#read(started);
  }

  async stop(): Promise<void> {
    const { turns } = this.#started ?? {};
    this.#started = undefined;
    // First the connection: a page that is still being read must not be waited for.
    await this.#disconnect();
    await turns?.reset();
  }

  async #read({ context, turns, reconnect }: Started): Promise<SourceBatch | null> {
    const { signal, clock } = context;
    for (let reader = turns.next(); reader; reader = turns.next()) {
      // A database that can't be reached is no failure of the table whose turn it is.
      const connection = this.#connection ?? (await reconnect());
      if (signal.aborted) {
        await connection.close();
        return null;
      }
      this.#connection = connection;
      try {
        const { records, ended } = await reader.nextBatch(connection);
        if (ended) turns.complete(reader, clock.now());
        if (records.length > 0) return recordsBatch(records);
      } catch (error) {
        if (signal.aborted) return null;
        await this.#fail(reader, error, turns);
      }
    }
    const [failure] = turns.failures;
    if (failure) throw failure;
    return null;
  }

  async #fail(reader: TableReader, cause: unknown, turns: TableTurns): Promise<void> {
    await reader.reset();
    const retriable = cause instanceof ConnectError && cause.retriable;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const error = new ConnectError(`Reading the table ${reader.name} failed: ${reason}`, { cause, retriable });
    if (retriable) {
      await this.#disconnect();
      throw error;
    }
    turns.fail(reader, error);
  }

  async #disconnect(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }
}
