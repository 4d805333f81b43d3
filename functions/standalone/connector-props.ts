import { ConfigError } from "../../lib/connect/index.ts";
import type { ConnectorFile } from "../../lib/worker/index.ts";

/** A connector's configuration as text only. @throws ConfigError naming connector and key if a value is JSON's null. */
export function connectorProps({ name, config }: ConnectorFile): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      if (value === null) throw new ConfigError(`Connector ${name}: Invalid value null for configuration ${key}`);
      return [key, value];
    }),
  );
}
