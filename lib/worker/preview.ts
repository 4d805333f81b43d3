import { recordsBatch, type TaskConfig } from "../connect/index.ts";
import type { ConnectorItem } from "../ports/index.ts";
import { createConvert } from "./convert.ts";
import type { EncodedRecord } from "./encoded-record.ts";
import { createOffsetReader } from "./offset-reader.ts";
import { computePlan } from "./scheduling/compute-plan.ts";
import { requireValidConnector } from "./config/validate-connector.ts";
import type { Worker } from "./worker.ts";

/** What a task would do. */
export interface TaskPreview {
  readonly config: TaskConfig;
  /** The first records it would send; none: nothing is there now. */
  readonly records: readonly EncodedRecord[];
}

const PLAN_TIME_LIMIT_MS = 60_000;

/**
 * What a connector would do, without doing it: its task configurations, and of each task the first records after the
 * stored offsets, converted. Connects to the source, not to Kafka; writes nothing.
 *
 * @throws ConfigError for an invalid configuration; whatever the connector, a task or a converter throws.
 */
export async function previewConnector(
  host: Worker,
  item: Pick<ConnectorItem, "connector" | "config">,
  options: { readonly records: number; readonly signal: AbortSignal },
): Promise<TaskPreview[]> {
  const { connector, config } = item;
  const worker = { ...host, logger: host.logger.child({ connector }) };
  const plugin = requireValidConnector(connector, config, worker.plugins);
  const { tasks } = await computePlan(worker, item, PLAN_TIME_LIMIT_MS);
  const convert = createConvert(config, worker.config, worker.plugins);
  const classes = await plugin.load();
  const previews: TaskPreview[] = [];
  for (const [number, taskConfig] of tasks.entries()) {
    const task = classes.createTask();
    try {
      await task.start(taskConfig, {
        connector,
        task: number,
        offsets: createOffsetReader(worker, connector, options.signal),
        clock: worker.clock,
        signal: options.signal,
        warn: (message) => worker.logger.child({ task: number }).warn(message),
      });
      const batch = await task.poll();
      const records = await convert(recordsBatch(batch?.records.slice(0, options.records) ?? []));
      previews.push({ config: taskConfig, records });
    } finally {
      await task.stop();
    }
  }
  return previews;
}
