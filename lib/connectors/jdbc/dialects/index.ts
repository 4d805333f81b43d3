import type { DialectName } from "../connection-url.ts";
import type { Dialect } from "../dialect.ts";
import { postgresDialect } from "./postgresql.ts";
import { sqliteDialect } from "./sqlite.ts";

/** Every database, one line each. A driver is loaded when the first connection is opened. */
export const dialects: Readonly<Record<DialectName, Dialect>> = {
  postgresql: postgresDialect,
  sqlite: sqliteDialect,
};
