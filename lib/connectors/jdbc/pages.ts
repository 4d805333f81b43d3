import type { Connection, Rows } from "./dialect.ts";
import { RowMapping, type RowMappingOptions } from "./row-mapping.ts";
import type { PageSize } from "./page-size.ts";

/** Rows of one query and how to read them. */
export interface Page {
  readonly mapping: RowMapping;
  readonly rows: readonly (readonly unknown[])[];
}

export interface PagesOptions extends RowMappingOptions {
  readonly connection: Connection;
  readonly size: PageSize;
}

/** All rows of a statement, as they were when it began. */
export async function* cursorPages(sql: string, options: PagesOptions): AsyncGenerator<Page, void, undefined> {
  const cursor = await options.connection.openCursor(sql);
  let mapping: RowMapping | undefined;
  try {
    for (;;) {
      const limit = options.size.rows;
      const { columns, rows } = await cursor.fetch(limit);
      mapping = mappingFor(columns, mapping, options);
      options.size.adapt(rows);
      if (rows.length > 0) yield { mapping, rows };
      if (rows.length < limit) return;
    }
  } finally {
    await cursor.close();
  }
}

/**
 * The rows whose incrementing column is above a value, in its order, page by page, each page a statement of its own.
 * While one page is used the next is being read, never more than one ahead.
 *
 * @param sql The statement for pages of that many rows, with the lower bound as its parameter.
 */
export async function* incrementingPages(
  sql: (limit: number) => string,
  { column, above }: { readonly column: string; readonly above: bigint },
  options: PagesOptions,
): AsyncGenerator<Page, void, undefined> {
  const { connection, size } = options;
  let mapping: RowMapping | undefined;
  let limit = size.rows;
  let ahead: Promise<Rows> | undefined = connection.query(sql(limit), [above]);
  try {
    while (ahead) {
      const { columns, rows }: Rows = await ahead;
      const last: Rows["rows"][number] | undefined = rows.at(-1);
      if (!last) return;
      mapping = mappingFor(columns, mapping, options);
      size.adapt(rows);
      const highest = mapping.incrementing(last, column);
      const full: boolean = rows.length === limit;
      limit = size.rows;
      ahead = full ? connection.query(sql(limit), [highest]) : undefined;
      // Whoever awaits it later gets the error; until then it must not count as unhandled.
      ahead?.catch(() => undefined);
      yield { mapping, rows };
    }
  } finally {
    await ahead?.catch(() => undefined);
  }
}

function mappingFor(now: Rows["columns"], before: RowMapping | undefined, options: PagesOptions): RowMapping {
  const columns = now.map((column, i) => {
    const previous = before?.columns[i];
    const same = previous?.name === column.name;
    return same ? { name: column.name, type: options.connection.wider(previous.type, column.type) } : column;
  });
  const unchanged =
    before?.columns.length === columns.length &&
    columns.every(({ name, type }, i) => name === before.columns[i]?.name && type === before.columns[i].type);
  return unchanged ? before : new RowMapping(options.connection, columns, options);
}
