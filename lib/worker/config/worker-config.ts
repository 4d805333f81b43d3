import { ConfigDef, type ConfigProps, nonEmptyString, range } from "../../connect/index.ts";
import { withoutPrefix } from "./connector-config.ts";
import { notBuiltWarnings } from "./not-built.ts";
import type { Plugins } from "./plugins.ts";
import { type UnknownKey, unknownKeys, unknownKeyWarning, unknownPartKeys } from "./unknown-keys.ts";

/** What bounds a tick. */
const tickConfig = new ConfigDef({
  "sluice.max.concurrent.tasks": {
    type: "INT",
    default: null,
    validator: range({ min: 1 }),
    importance: "MEDIUM",
    doc: "How many tasks of all connectors together may be at work; the others wait for a later tick, and a task whose time was up does as well. Counted once a tick, so two ticks at once may exceed it. Default: no limit.",
  },
});

/**
 * How many tasks of all connectors together may be at work; undefined: no limit. A worker configuration that is invalid
 * elsewhere must not end the tick of every connector.
 *
 * @throws ConfigError if this key is invalid.
 */
export const maxConcurrentTasks = (worker: ConfigProps): number | undefined =>
  tickConfig.parse(worker)["sluice.max.concurrent.tasks"] ?? undefined;

/** The worker's own keys that have a meaning here (connect.md §7.4). */
export const workerConfig = new ConfigDef({
  "bootstrap.servers": {
    type: "LIST",
    importance: "HIGH",
    doc: "Kafka brokers to begin with, `host:port`, separated by commas.",
  },
  "key.converter": { type: "CLASS", importance: "HIGH", doc: "Converter of record keys." },
  "value.converter": { type: "CLASS", importance: "HIGH", doc: "Converter of record values." },
  "header.converter": {
    type: "CLASS",
    default: "org.apache.kafka.connect.storage.SimpleHeaderConverter",
    importance: "LOW",
    doc: "Converter of record headers.",
  },
  "offset.flush.interval.ms": {
    type: "LONG",
    default: 60_000n,
    validator: range({ min: 1 }),
    importance: "LOW",
    doc: "Accepted for Kafka Connect's sake: a connector's `sluice.checkpoint.interval.ms` rules.",
  },
  "task.shutdown.graceful.timeout.ms": {
    type: "LONG",
    default: 5_000n,
    validator: range({ min: 0 }),
    importance: "LOW",
    doc: "How long tasks may take to end after a signal, in milliseconds.",
  },
}).with(tickConfig);

/** What standalone mode adds. */
export const standaloneConfig = workerConfig.with(
  new ConfigDef({
    "offset.storage.file.filename": {
      type: "STRING",
      validator: nonEmptyString,
      importance: "HIGH",
      doc: "File that holds the offsets: an SQLite database, made when it is not there.",
    },
    "sluice.tick.interval.ms": {
      type: "INT",
      default: 10_000,
      validator: range({ min: 100 }),
      importance: "LOW",
      doc: "How often the worker looks for new tables and for tasks to start again, in milliseconds: what the schedule is on Lambda.",
    },
  }),
);

/** Keys of Kafka Connect's workers that mean nothing here; any other unknown key gets a warning. */
const ACCEPTED = [
  /^(group\.id|plugin\.|listeners$|rest\.|admin\.|config\.providers|connector\.client\.config\.override\.policy)/,
  /^(topic\.(creation|tracking)\.|metrics?\.|config\.storage\.|offset\.(storage|flush)\.|status\.storage\.)/,
  /^(client\.id|exactly\.once\.source\.support$|scheduled\.rebalance|session\.|heartbeat\.|rebalance\.|worker\.|consumer\.)/,
  /^(security\.protocol|ssl\.|sasl\.|(key|value|header)\.converter\.|producer\.)/,
];

/** Keys of a worker file that nothing knows, its converters' and its producer's included. */
export function unknownWorkerKeys(
  props: ConfigProps,
  definition: ConfigDef,
  plugins: Omit<Plugins, "connectors">,
): UnknownKey[] {
  const own = unknownKeys(props, definition).filter(({ key }) => !ACCEPTED.some((pattern) => pattern.test(key)));
  return [...own, ...unknownPartKeys(props, "producer.", plugins)];
}

/** Sentences about keys of a worker file that have no effect. */
export function workerConfigWarnings(
  props: ConfigProps,
  definition: ConfigDef,
  plugins: Omit<Plugins, "connectors">,
): string[] {
  const unknown = unknownWorkerKeys(props, definition, plugins).map(unknownKeyWarning);
  return [...notBuiltWarnings(props), ...unknown].map((text) =>
    text.replace("The configuration", "The worker configuration"),
  );
}

/** The producer's properties of a connector: worker `producer.*`, then the connector's `producer.override.*` (connect.md §5.8). */
export function producerProperties(
  worker: ConfigProps,
  connector: ConfigProps,
  task: { readonly connector: string; readonly task: number },
): Record<string, string> {
  return {
    "client.id": `connector-producer-${task.connector}-${task.task}`,
    "bootstrap.servers": worker["bootstrap.servers"] ?? "",
    ...withoutPrefix(worker, "producer."),
    ...withoutPrefix(connector, "producer.override."),
  };
}
