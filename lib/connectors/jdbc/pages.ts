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
 * While one page is used the next is being read, never more than one ahead. Rows of equal value come together, however
 * many they are: the column need not be unique.
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
  let bound = above;
  let limit = size.rows;
  let ahead: Promise<Rows> | undefined = connection.query(sql(limit), [bound]);
  try {
    while (ahead) {
      const { columns, rows }: Rows = await ahead;
      if (rows.length === 0) return;
      mapping = mappingFor(columns, mapping, options);
      size.adapt(rows);
      const full: boolean = rows.length === limit;
      const complete = full ? beforeLastTie(rows, mapping, column) : rows;
      const last: Rows["rows"][number] | undefined = complete.at(-1);
      if (last) bound = mapping.incrementing(last, column);
      // A page that is one tie tells nothing of its end: the same again, larger.
      limit = last ? size.rows : limit * 2;
      ahead = full ? connection.query(sql(limit), [bound]) : undefined;
      // Whoever awaits it later gets the error; until then it must not count as unhandled.
      ahead?.catch(() => undefined);
      if (last) yield { mapping, rows: complete };
    }
  } finally {
    await ahead?.catch(() => undefined);
  }
}

/** The rows before those that share the last value: of that value there may be more than the page holds. */
function beforeLastTie(rows: Page["rows"], mapping: RowMapping, column: string): Page["rows"] {
  const value = (i: number): bigint | undefined => {
    const row = rows[i];
    return row && mapping.incrementing(row, column);
  };
  const highest = value(rows.length - 1);
  let end = rows.length - 1;
  while (end > 0 && value(end - 1) === highest) end--;
  return rows.slice(0, end);
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
