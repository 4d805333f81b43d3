import type { ConfigOf } from "../../connect/index.ts";
import { connectionKeys } from "./keys/connection.ts";
import { connectorKeys } from "./keys/connector.ts";
import { modeKeys } from "./keys/mode.ts";
import { tableKeys } from "./keys/tables.ts";

/** Every key of the JDBC source connector: Confluent's, Aiven's and ours (connectors.md §1.1). */
export const jdbcConfig = connectionKeys.with(tableKeys).with(modeKeys).with(connectorKeys);

export type JdbcConfig = ConfigOf<typeof jdbcConfig>;
