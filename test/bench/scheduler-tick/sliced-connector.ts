import { ConfigDef, type ConfigKey, type SourceConnectorPlugin } from "../../../lib/connect/index.ts";
import { scriptedConnector } from "../../support/scripted-connector.ts";

/** How many tasks each connector has. */
export const TASKS = 3;

const key: ConfigKey<"STRING"> = { type: "STRING", default: "", importance: "LOW", doc: "As large as a real one." };

/** A connector without a source: its plan is three equal slices, at once. */
export const slicedConnector: SourceConnectorPlugin = {
  ...scriptedConnector({
    poll: () => null,
    taskConfigs: ({ name }, maxTasks) =>
      Array.from({ length: maxTasks }, (_, n) => ({ tables: `public.${name}_${n},public.${name}_more_${n}` })),
  }),
  config: new ConfigDef({ "connection.url": key, "connection.user": key, "connection.password": key, tables: key }),
};

/** A configuration with the size of an ordinary one. */
export const slicedConfig = (name: string): Record<string, string> => ({
  name,
  "connector.class": "Scripted",
  "tasks.max": String(TASKS),
  "connection.url": `jdbc:postgresql://database.example.internal:5432/${name}?sslmode=verify-full`,
  "connection.user": "sluice",
  "connection.password": "as long as a reference to where it is kept",
  tables: Array.from({ length: 2 * TASKS }, (_, n) => `public.${name}_${n}`).join(),
});
