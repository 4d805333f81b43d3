import { ConnectError, type SourceOffset, type SourcePartition, type SourceRecord } from "../../connect/index.ts";
import type { JdbcConfig } from "./config-def.ts";
import type { Connection, Dialect } from "./dialect.ts";
import { PageSize } from "./page-size.ts";
import { cursorPages, incrementingPages, type Page } from "./pages.ts";
import { quoted, quotesNames, type TableId } from "./table-id.ts";

/** Where a table's rows are up to, and by which column. Bulk mode has none. */
export interface Progress {
  readonly column: string;
  /** The highest value that has been handed over. */
  readonly above: bigint;
}

export interface TableReaderOptions {
  readonly table: TableId;
  readonly config: JdbcConfig;
  readonly dialect: Dialect;
  readonly warn: (message: string) => void;
  readonly partition: SourcePartition;
  /** undefined: bulk. */
  readonly progress: Progress | undefined;
}

/** Reads one table to its end, again and again, a batch at a time (connectors.md §1.4). */
export class TableReader {
  readonly #options: TableReaderOptions;
  readonly #size: PageSize;
  #progress: Progress | undefined;
  #pages: AsyncGenerator<Page, void, undefined> | undefined;
  #page: Page | undefined;
  #row = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: TableReaderOptions) {
    this.#options = options;
    this.#progress = options.progress;
    this.#size = new PageSize(options.config["max.page.bytes"], Math.max(100, options.config["batch.max.rows"]));
  }

  get table(): TableId {
    return this.#options.table;
  }

  /** What decides between tables that were read at the same time. */
  get name(): string {
    return quoted(this.table);
  }

  /**
   * The next rows, at most `batch.max.rows`, and whether the table has now been read to its end.
   *
   * @throws ConnectError naming the table; the same at every call until `reset`.
   */
  async nextBatch(connection: Connection): Promise<{ readonly records: SourceRecord[]; readonly ended: boolean }> {
    if (this.#failure) throw this.#failure.error;
    const records: SourceRecord[] = [];
    let ended = false;
    try {
      this.#pages ??= await this.#open(connection);
      while (!ended && records.length < this.#options.config["batch.max.rows"]) {
        const row = this.#page?.rows[this.#row];
        if (this.#page && row) {
          records.push(this.#record(this.#page, row));
          this.#row++;
        } else {
          ended = !(await this.#turn());
        }
      }
    } catch (error) {
      // What was read before goes out first.
      this.#failure = { error };
      if (records.length === 0) throw error;
    }
    if (ended) await this.reset();
    return { records, ended };
  }

  /** Forgets what was read ahead, and a failure: the next batch is read anew, from behind the last row handed over. */
  async reset(): Promise<void> {
    const pages = this.#pages;
    this.#pages = undefined;
    this.#page = undefined;
    this.#row = 0;
    this.#failure = undefined;
    await pages?.return();
  }

  async #turn(): Promise<boolean> {
    const next = await this.#pages?.next();
    if (!next || next.done) return false;
    this.#page = next.value;
    this.#row = 0;
    return true;
  }

  async #open(connection: Connection): Promise<AsyncGenerator<Page, void, undefined>> {
    const { table, config, dialect, warn } = this.#options;
    const described = await connection.describe(table);
    if (described.length === 0) throw new ConnectError(`There is no table ${quoted(table)} (any more)`);
    const options = { table, config, described, connection, size: this.#size, warn };
    const quotes = quotesNames(config);
    const name = (part: string): string => (quotes ? dialect.quote(part) : part);
    const from = table.schema === undefined ? name(table.name) : `${name(table.schema)}.${name(table.name)}`;
    if (!this.#progress) return cursorPages(`SELECT * FROM ${from}`, options);
    const column = `${from}.${name(this.#progress.column)}`;
    const sql = (limit: number): string =>
      `SELECT * FROM ${from} WHERE ${column} > ${dialect.parameter(1)} ORDER BY ${column} ASC LIMIT ${limit}`;
    return incrementingPages(sql, this.#progress, options);
  }

  #record(page: Page, row: readonly unknown[]): SourceRecord {
    const { table, config, partition } = this.#options;
    const value = page.mapping.struct(row);
    let sourceOffset: SourceOffset | null = null;
    if (this.#progress) {
      const { column } = this.#progress;
      const above = page.mapping.incrementing(row, column);
      this.#progress = { column, above };
      sourceOffset = { incrementing: above };
    }
    return {
      sourcePartition: partition,
      sourceOffset,
      topic: config["topic.prefix"] + table.name,
      keySchema: null,
      key: null,
      valueSchema: page.mapping.schema,
      value,
    };
  }
}
