import { existsSync } from "node:fs";
import process from "node:process";
import { createMemoryStores } from "../../lib/adapters/memory/stores.ts";
import { createSqliteStore } from "../../lib/adapters/sqlite/store.ts";
import { ConfigError, type ConfigProps } from "../../lib/connect/index.ts";
import type { Logger, TaskInvoker, TickInvoker } from "../../lib/ports/index.ts";
import {
  type ConnectorFile,
  previewConnector,
  requireValidConnector,
  requireValidWorker,
  standaloneConfig,
  type TaskPreview,
  validateConnector,
  workerConfigWarnings,
} from "../../lib/worker/index.ts";
import { plugins } from "../../lib/plugins.ts";
import { composeStandalone } from "./compose-standalone.ts";
import { connectorProps } from "./connector-props.ts";
import { exitCodes, withExitCode } from "./exit-codes.ts";

/** How many records of each task are shown. */
const RECORDS = 3;

const nobody: TaskInvoker & TickInvoker = {
  invoke: async () => {
    throw new ConfigError("A dry run starts no task");
  },
};

/**
 * Connects to the sources of the connectors, prints the groups that their tasks would work on and the first records
 * after the stored offsets, and ends. Produces nothing and writes nothing.
 *
 * @throws ConfigError, or whatever a source answers.
 */
export async function dryRun(
  props: ConfigProps,
  connectors: readonly ConnectorFile[],
  options: { readonly logger: Logger; readonly signal: AbortSignal },
): Promise<void> {
  const { logger } = options;
  withExitCode(exitCodes.worker, () => requireValidWorker(props, standaloneConfig, plugins));
  for (const warning of workerConfigWarnings(props, standaloneConfig, plugins)) logger.warn(warning);
  const file = standaloneConfig.parse(props)["offset.storage.file.filename"];
  // A file that is not there is not made: then nothing has been read yet.
  const store = existsSync(file)
    ? withExitCode(exitCodes.worker, () => createSqliteStore(file))
    : { ...createMemoryStores(), close: () => undefined };
  try {
    const { worker } = composeStandalone(props, { ...store, invoker: nobody, ticks: nobody, logger });
    for (const connector of connectors) {
      const config = withExitCode(exitCodes.connector, () => {
        const own = connectorProps(connector);
        requireValidConnector(connector.name, own, plugins);
        return own;
      });
      const warn = logger.child({ connector: connector.name });
      for (const warning of validateConnector(config, plugins).warnings) warn.warn(warning);
      const item = { connector: connector.name, config };
      const previews = await previewConnector(worker, item, { records: RECORDS, signal: options.signal });
      process.stdout.write(describe(connector.name, config, previews));
    }
  } finally {
    store.close();
  }
}

function describe(name: string, config: Readonly<Record<string, string>>, previews: readonly TaskPreview[]): string {
  const lines = previews.flatMap((preview, task) => [
    `  task ${task}: ${ownKeys(config, preview)}`,
    ...preview.records.map(({ topic, key, value }) => `    ${topic}  ${text(key)}  ${text(value)}`),
    ...(preview.records.length === 0 ? ["    nothing to send now"] : []),
  ]);
  return [`${name}: ${previews.length} ${previews.length === 1 ? "task" : "tasks"}`, ...lines, ""].join("\n");
}

/** What the connector gave this task beyond its own configuration: its partition group. */
function ownKeys(config: Readonly<Record<string, string>>, { config: task }: TaskPreview): string {
  const own = Object.entries(task).filter(([key, value]) => config[key] !== value);
  return own.length === 0 ? "the connector's configuration" : own.map(([key, value]) => `${key}=${value}`).join(" ");
}

const text = (bytes: Uint8Array | null): string => (bytes === null ? "null" : Buffer.from(bytes).toString("utf8"));
