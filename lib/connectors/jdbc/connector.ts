import {
  ConfigError,
  groupPartitions,
  type SourceConnector,
  type SourceConnectorContext,
  type TaskConfig,
} from "../../connect/index.ts";
import type { JdbcConfig } from "./config-def.ts";
import type { Connection } from "./dialect.ts";
import { openConnection } from "./open-connection.ts";
import { compileTableFilter } from "./table-filter.ts";
import { quoted, quotesNames, type TableId, unquoted } from "./table-id.ts";
import { notApplicable, parseJdbcConfig } from "./validate-jdbc.ts";

interface Started {
  readonly given: TaskConfig;
  readonly config: JdbcConfig;
  readonly connection: Connection;
}

/** Lists the tables and splits them among the tasks, whole tables in the order of the list (connectors.md §1.3). */
export class JdbcConnector implements SourceConnector {
  #started: Started | undefined;

  /** @throws ConfigError for a wrong configuration, ConnectError if the database can't be reached. */
  async start(given: TaskConfig, context: SourceConnectorContext): Promise<void> {
    const config = parseJdbcConfig(given);
    for (const warning of notApplicable(given)) context.warn(warning);
    this.#started = { given, config, connection: await openConnection(config, given, context) };
  }

  /** @throws ConfigError if no table matches, or two tables would share a topic. */
  async taskConfigs(maxTasks: number): Promise<TaskConfig[]> {
    if (!this.#started) return [];
    const { given, config, connection } = this.#started;
    const tables = await listTables(connection, config);
    return groupPartitions(tables, Math.min(tables.length, maxTasks)).map((group) =>
      Object.assign({}, given, {
        tables: group.map(quotesNames(config) ? quoted : unquoted).join(","),
        "tables.fetched": "true",
      }),
    );
  }

  async stop(): Promise<void> {
    const started = this.#started;
    this.#started = undefined;
    await started?.connection.close();
  }
}

async function listTables(connection: Connection, config: JdbcConfig): Promise<TableId[]> {
  const place = compileTableFilter(config);
  const schemaPattern = config["schema.pattern"] || undefined;
  const listed = await connection.listTables({ schemaPattern, types: config["table.types"] });
  const chosen = listed
    .map((table) => ({ table, place: place(table) }))
    .filter((candidate): candidate is { table: TableId; place: number } => candidate.place !== undefined);
  if (config["table.order"] === "list") chosen.sort((a, b) => a.place - b.place);
  const tables = chosen.map(({ table }) => table);
  if (tables.length === 0) {
    throw new ConfigError(
      `No table is left to read of the ${listed.length} that there are: look at table.whitelist, table.include.list, table.types and schema.pattern (names are case-sensitive)`,
    );
  }
  const byName = new Map(tables.map((table) => [table.name, table]));
  if (!config["table.names.qualify"]) return [...byName.values()].map(({ name }) => ({ schema: undefined, name }));
  const twin = tables.find((table) => byName.get(table.name) !== table);
  if (twin) {
    const both = tables.filter(({ name }) => name === twin.name).map(unquoted);
    throw new ConfigError(
      `The tables ${both.join(" and ")} would both go to the topic ${config["topic.prefix"]}${twin.name}: leave one out by schema.pattern, table.blacklist or table.exclude.list, or read each with a connector of its own`,
    );
  }
  return tables;
}
