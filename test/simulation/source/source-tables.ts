/** The tables of every connector's source: how many rows each has. Rows are numbered from 1 and stay as they are. */
export class SourceTables {
  readonly #tables = new Map<string, Map<string, number>>();

  /** The tables of a connector and their rows. */
  of(connector: string): ReadonlyMap<string, number> {
    return this.#tables.get(connector) ?? new Map<string, number>();
  }

  /** Adds rows to a table, which is made if it is not there. */
  write(connector: string, table: string, rows: number): void {
    const tables = this.#tables.get(connector) ?? new Map<string, number>();
    this.#tables.set(connector, tables);
    tables.set(table, (tables.get(table) ?? 0) + rows);
  }

  drop(connector: string, table: string): void {
    this.#tables.get(connector)?.delete(table);
  }
}
