import { createHash } from "node:crypto";
import { ConfigError, type ConfigProps, ConnectError, type SourceConnector } from "../../connect/index.ts";
import type { ConnectorItem, TaskConfigSet } from "../../ports/index.ts";
import { connectorConfig } from "../config/connector-config.ts";
import { errorMessage } from "../error-trace.ts";
import { createOffsetReader } from "../offset-reader.ts";
import { withTimeLimit } from "../time-limit.ts";
import { requireValidConnector } from "../config/validate-connector.ts";
import type { Worker } from "../worker.ts";

/** What a connector's tasks should be, and the hash that tells whether that is new. */
export interface ComputedPlan extends TaskConfigSet {
  readonly hash: string;
}

/**
 * Asks the connector for its task configurations: `start`, `taskConfigs(tasks.max)`, `stop`.
 *
 * @param timeLimitMs After which the connector's signal is aborted and planning fails: one that hangs harms no other.
 * @throws ConfigError for an invalid configuration or too many tasks (KIP-1004); whatever the connector throws.
 */
export async function computePlan(
  worker: Worker,
  item: Pick<ConnectorItem, "connector" | "config">,
  timeLimitMs: number,
): Promise<ComputedPlan> {
  const { connector, config } = item;
  const plugin = requireValidConnector(connector, config, worker.plugins);
  const parsed = connectorConfig.parse(config);
  const source = (await plugin.load()).createConnector();
  const limit = new AbortController();
  const work = (async () => {
    try {
      await source.start(config, {
        connector,
        clock: worker.clock,
        signal: limit.signal,
        offsets: createOffsetReader(worker, connector, limit.signal),
        warn: (message) => worker.logger.warn(message),
      });
      return await source.taskConfigs(parsed["tasks.max"]);
    } finally {
      await stopQuietly(worker, source);
    }
  })();
  const tasks = await withTimeLimit(worker.clock, timeLimitMs, work, () => {
    limit.abort();
    return new ConnectError(
      `Connector ${connector} took more than ${Math.ceil(timeLimitMs / 1000)} s to list its tasks: look whether its source answers`,
      { retriable: true },
    );
  });
  if (tasks.length > parsed["tasks.max"]) {
    const message = `Connector ${connector} made ${tasks.length} tasks, but tasks.max is ${parsed["tasks.max"]}: raise it, or set tasks.max.enforce=false`;
    if (parsed["tasks.max.enforce"]) throw new ConfigError(message);
    worker.logger.warn(message);
  }
  return { config, tasks, hash: hashOf(worker, { config, tasks }) };
}

async function stopQuietly(worker: Worker, source: SourceConnector): Promise<void> {
  try {
    await source.stop();
  } catch (error) {
    worker.logger.warn(`SourceConnector.stop failed: ${errorMessage(error)}`, {}, error);
  }
}

/**
 * The same for the same configurations, whatever the order of their keys. The worker's belongs to it: its converters
 * and producer settings are the connector's too, and a task that they made fail is tried again with new ones.
 */
function hashOf(worker: Worker, { config, tasks }: TaskConfigSet): string {
  const text = JSON.stringify([worker.config, config, ...tasks].map(sortedEntries));
  return createHash("sha256").update(text).digest("hex");
}

const sortedEntries = (map: ConfigProps): [string, string | null][] =>
  Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1));
