import { ConnectError, DataError, type Schema, SchemaBuilder, Struct } from "../../connect/index.ts";
import type { JdbcConfig } from "./config-def.ts";
import type { ColumnDescription, ColumnMapping, Connection, ResultColumn } from "./dialect.ts";
import { incrementingValue } from "./incrementing-value.ts";
import { type TableId, unquoted } from "./table-id.ts";

interface MappedColumn extends ColumnMapping {
  readonly name: string;
  /** Place in the rows of the driver, some of whose columns may be left out. */
  readonly index: number;
}

export interface RowMappingOptions {
  readonly table: TableId;
  readonly config: JdbcConfig;
  readonly described: readonly ColumnDescription[];
  readonly warn: (message: string) => void;
}

/** Turns the rows of one table into structs of one schema. Made once for results whose columns are the same. */
export class RowMapping {
  readonly columns: readonly ResultColumn[];
  readonly schema: Schema;
  readonly #mapped: readonly MappedColumn[];
  readonly #options: RowMappingOptions;
  #incrementing: MappedColumn | undefined;

  constructor(connection: Connection, columns: readonly ResultColumn[], options: RowMappingOptions) {
    const builder = SchemaBuilder.struct().name(options.table.name);
    const mapped: MappedColumn[] = [];
    for (const [index, column] of columns.entries()) {
      const described = options.described.find(({ name }) => name === column.name);
      const mapping = connection.mapColumn(column, described, options.config);
      if (mapping) {
        mapped.push({ name: column.name, index, schema: mapping.schema, read: mapping.read });
        builder.field(column.name, mapping.schema);
      } else {
        options.warn(
          `The column ${column.name} of ${unquoted(options.table)} has a type without mapping and is left out`,
        );
      }
    }
    this.columns = columns;
    this.schema = builder.build();
    this.#mapped = mapped;
    this.#options = options;
  }

  /** @throws ConnectError naming table and column if a value does not fit and `invalid.values` is `fail`. */
  struct(row: readonly unknown[]): Struct {
    const values: unknown[] = [];
    for (const column of this.#mapped) values.push(this.#value(column, row));
    return Struct.ofValidated(this.schema, values);
  }

  /**
   * The value of the incrementing column.
   *
   * @throws ConnectError naming table and column if it is missing, null, or no integer of 64 bits.
   */
  incrementing(row: readonly unknown[], name: string): bigint {
    const cached = this.#incrementing;
    const column = cached?.name === name ? cached : this.#mapped.find((candidate) => candidate.name === name);
    const where = `column ${name} of ${unquoted(this.#options.table)}`;
    if (!column) throw new ConnectError(`The incrementing column is not among the columns that are read (${where})`);
    this.#incrementing = column;
    return incrementingValue(this.#value(column, row), column.schema, where);
  }

  #value(column: MappedColumn, row: readonly unknown[]): unknown {
    const raw = row[column.index] ?? null;
    if (raw === null) return null;
    try {
      return column.read(raw);
    } catch (cause) {
      if (!(cause instanceof DataError)) throw cause;
      const { table, config, warn } = this.#options;
      const what = `A value in column ${column.name} of ${unquoted(table)} does not fit ${column.schema.name ?? column.schema.type}: ${cause.message}`;
      if (config["invalid.values"] === "fail") {
        throw new DataError(`${what}. Correct the row, or set invalid.values=null to read null instead`, { cause });
      }
      warn(`${what}; it is read as null`);
      return null;
    }
  }
}
