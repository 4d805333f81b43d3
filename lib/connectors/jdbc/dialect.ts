import type { Schema } from "../../connect/index.ts";
import type { JdbcConfig } from "./config-def.ts";
import type { ConnectionUrl } from "./connection-url.ts";
import type { TableId } from "./table-id.ts";

/** One database: what differs between it and the others. One file a dialect, the driver loaded by `connect`. */
export interface Dialect {
  /** Opens one connection; no second try. @throws ConnectError, retriable if it may work later, never with the password. */
  connect(options: ConnectOptions): Promise<Connection>;
  /** The n-th parameter of a statement, from 1. */
  parameter(n: number): string;
  /** A name as SQL has it. */
  quote(name: string): string;
}

export interface ConnectOptions {
  readonly url: ConnectionUrl;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** `connection.*` keys that are not ours, prefix taken off. */
  readonly properties: ReadonlyMap<string, string>;
  readonly applicationName: string;
  readonly warn: (message: string) => void;
}

/** One connection. One statement at a time. Errors are ConnectErrors, retriable where trying again may help. */
export interface Connection {
  /** The tables of the asked types, in the driver's order (connectors.md §1.3). */
  listTables(filter: {
    readonly schemaPattern: string | undefined;
    readonly types: readonly string[];
  }): Promise<TableId[]>;
  /** The columns of a table; empty: there is no such table. */
  describe(table: TableId): Promise<ColumnDescription[]>;
  /** All rows of a statement. */
  query(sql: string, parameters: readonly bigint[]): Promise<Rows>;
  /** The rows of a statement piece by piece, as they were when it began. One cursor a connection. */
  openCursor(sql: string): Promise<Cursor>;
  /** How this database's values become Connect's (connectors.md §1.7, §1.9); undefined: the column is left out. */
  mapColumn(
    column: ResultColumn,
    described: ColumnDescription | undefined,
    config: JdbcConfig,
  ): ColumnMapping | undefined;
  /** The type that holds the values of both: what a column keeps through all pages of one read. */
  wider(before: string, now: string): string;
  /** Gives up what runs. Never throws. */
  close(): Promise<void>;
}

export interface Cursor {
  /** The next rows, at most that many; fewer: it was the end. */
  fetch(count: number): Promise<Rows>;
  close(): Promise<void>;
}

/** A column of a table, as the catalogue has it. */
export interface ColumnDescription {
  readonly name: string;
  /** What the dialect needs to know of the type, in its own words. */
  readonly type: string;
  readonly nullable: boolean;
  readonly autoIncrement: boolean;
  readonly primaryKey: boolean;
}

/** Rows as the driver gives them, and what it says of their columns. */
export interface Rows {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface ResultColumn {
  readonly name: string;
  /** What the dialect needs to know of the type; results with equal columns have equal schemas. */
  readonly type: string;
}

/** How the values of one column become Connect's. */
export interface ColumnMapping {
  readonly schema: Schema;
  /** Turns a value of the driver, never null, into one of the schema. @throws DataError if it does not fit. */
  readonly read: (raw: unknown) => unknown;
}
