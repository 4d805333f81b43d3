import type { SourceConnectorPlugin } from "../../connect/index.ts";
import { jdbcConfig } from "./config-def.ts";
import { validateJdbc } from "./validate-jdbc.ts";

/** The JDBC source connector of Confluent and Aiven, for PostgreSQL and SQLite (connectors.md §1). */
export const jdbcSource: SourceConnectorPlugin = {
  className: "io.confluent.connect.jdbc.JdbcSourceConnector",
  aliases: ["io.aiven.connect.jdbc.JdbcSourceConnector", "JdbcSource"],
  version: "0.1.0",
  config: jdbcConfig,
  passThroughPrefixes: ["connection.", "jdbc.credentials.provider.", "confluent."],
  validate: validateJdbc,
  load: () => import("./index.ts"),
};
