import type { ConfigDef, ConfigProps, ConfigValue } from "./config-def.ts";
import type { OffsetReader } from "./offset.ts";
import type { SourceTask, TaskClock, TaskConfig } from "./source-task.ts";

/** What a connector may use while it divides its work. */
export interface SourceConnectorContext {
  readonly connector: string;
  /** Aborted when the time for planning is over. */
  readonly signal: AbortSignal;
  readonly offsets: OffsetReader;
  readonly clock: TaskClock;
  /** Something the user should know but that stops nothing. Never a secret. */
  warn(message: string): void;
}

/**
 * Knows the partitions of a source and splits them into tasks; moves no data
 * (`org.apache.kafka.connect.source.SourceConnector`, connect.md §1.2).
 */
export interface SourceConnector {
  /** Opens what `taskConfigs` needs. @throws ConfigError, or any error: the connector is FAILED. */
  start(config: TaskConfig, context: SourceConnectorContext): Promise<void> | void;
  /** At most `maxTasks` task configurations; the same answer for the same source, so that nothing is regrouped in vain. */
  taskConfigs(maxTasks: number): Promise<TaskConfig[]> | TaskConfig[];
  /** Closes what `start` opened. Called once after `start`, also when that failed. */
  stop(): Promise<void> | void;
}

/** A connector class as the registry lists it: known without loading its code or its driver. */
export interface SourceConnectorPlugin {
  /** The full Java class name that stock configurations carry, or our own. */
  readonly className: string;
  /** Other names under which configurations know it. Simple names without `Connector` are understood without being listed. */
  readonly aliases: readonly string[];
  readonly version: string;
  readonly config: ConfigDef;
  /** Prefixes of keys that are passed through and so are not unknown: `connection.`. */
  readonly passThroughPrefixes?: readonly string[];
  /** Checks across keys that the definition can't express; no connection is opened. Default: none. */
  validate?(props: ConfigProps, values: ConfigValue[]): ConfigValue[];
  load(): Promise<SourceConnectorClasses>;
}

/** What a plug-in's module gives: one new object a call. */
export interface SourceConnectorClasses {
  createConnector(): SourceConnector;
  createTask(): SourceTask;
}
