import { groupPartitions, type SourceConnector, type SourceConnectorPlugin } from "../../../lib/connect/index.ts";
import { READ_FAULTS } from "../fault.ts";
import type { SourceParts } from "./source-parts.ts";
import { tableConfig } from "./table-config.ts";
import { TableTask } from "./table-task.ts";

/** A connector of numbered rows as one invocation has it: its class is `Tables`. */
export function tableConnector(parts: SourceParts): SourceConnectorPlugin {
  return {
    className: "Tables",
    aliases: [],
    version: "1",
    config: tableConfig,
    load: async () => ({ createConnector: () => createConnector(parts), createTask: () => new TableTask(parts) }),
  };
}

function createConnector({ world, actor, tables }: SourceParts): SourceConnector {
  let props: Readonly<Record<string, string>> = {};
  let connector = "";
  return {
    start(config, context) {
      props = config;
      connector = context.connector;
    },
    async taskConfigs(maxTasks) {
      const read = (): string[] => [...tables.of(connector).keys()].toSorted();
      const found = await world.call(actor, "source.tables", [connector], read, { faults: READ_FAULTS });
      if (found.length === 0) return [];
      const groups = groupPartitions(found, Math.min(found.length, maxTasks));
      return groups.map((group) => ({ ...props, tables: group.join(",") }));
    },
    stop: () => undefined,
  };
}
