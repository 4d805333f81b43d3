import {
  ConfigDef,
  type ConfigOf,
  type ConfigProps,
  nonEmptyString,
  oneOf,
  oneOfIgnoringCase,
  range,
  uniqueList,
} from "../../connect/index.ts";
import { timingConfig } from "./timing-config.ts";

/** The keys that every source connector has: Kafka Connect's own (connect.md §7.2) and ours, which begin with `sluice.`. */
export const connectorConfig = new ConfigDef({
  name: {
    type: "STRING",
    validator: nonEmptyString,
    importance: "HIGH",
    group: "Common",
    doc: "Name of the connector. Offsets belong to it: a connector of the same name goes on where the old one ended.",
  },
  "connector.class": {
    type: "STRING",
    validator: nonEmptyString,
    importance: "HIGH",
    group: "Common",
    doc: "Class of the connector: the Java class name, or its simple name with or without `Connector`.",
  },
  "tasks.max": {
    type: "INT",
    default: 1,
    validator: range({ min: 1 }),
    importance: "HIGH",
    group: "Common",
    doc: "Largest number of tasks: so many invocations run at once for this connector.",
  },
  "tasks.max.enforce": {
    type: "BOOLEAN",
    default: true,
    importance: "LOW",
    group: "Common",
    doc: "Whether a connector that makes more tasks than `tasks.max` fails.",
  },
  "key.converter": {
    type: "CLASS",
    default: null,
    importance: "LOW",
    group: "Common",
    doc: "Converter of record keys. Its own keys begin with `key.converter.`. Default: the worker's.",
  },
  "value.converter": {
    type: "CLASS",
    default: null,
    importance: "LOW",
    group: "Common",
    doc: "Converter of record values. Its own keys begin with `value.converter.`. Default: the worker's.",
  },
  "header.converter": {
    type: "CLASS",
    default: null,
    importance: "LOW",
    group: "Common",
    doc: "Converter of record headers. Its own keys begin with `header.converter.`. Default: the worker's.",
  },
  "config.action.reload": {
    type: "STRING",
    default: "restart",
    validator: oneOf("none", "restart"),
    importance: "LOW",
    group: "Common",
    doc: "Accepted for Kafka Connect's sake: every run of a task reads its configuration anew.",
  },
  transforms: {
    type: "LIST",
    default: [],
    validator: uniqueList,
    importance: "LOW",
    group: "Transforms",
    doc: "Aliases of the transforms to apply, in order. Not built yet: must be empty.",
  },
  predicates: {
    type: "LIST",
    default: [],
    validator: uniqueList,
    importance: "LOW",
    group: "Predicates",
    doc: "Aliases of predicates for transforms. Not built yet: must be empty.",
  },
  "errors.retry.timeout": {
    type: "LONG",
    default: 0n,
    importance: "MEDIUM",
    group: "Error Handling",
    doc: "Milliseconds for which a failed conversion is tried again. Not built yet: must be 0.",
  },
  "errors.retry.delay.max.ms": {
    type: "LONG",
    default: 60_000n,
    importance: "MEDIUM",
    group: "Error Handling",
    doc: "Longest pause between two tries, in milliseconds.",
  },
  "errors.tolerance": {
    type: "STRING",
    default: "none",
    validator: oneOf("none", "all"),
    importance: "MEDIUM",
    group: "Error Handling",
    doc: "`none`: the first bad record fails the task. `all` is not built yet.",
  },
  "errors.log.enable": {
    type: "BOOLEAN",
    default: false,
    importance: "MEDIUM",
    group: "Error Handling",
    doc: "Whether each error is logged. A failed task's error always is.",
  },
  "errors.log.include.messages": {
    type: "BOOLEAN",
    default: false,
    importance: "MEDIUM",
    group: "Error Handling",
    doc: "Whether the log shows the record too.",
  },
  "topic.creation.groups": {
    type: "LIST",
    default: [],
    validator: uniqueList,
    importance: "LOW",
    group: "Topic Creation",
    doc: "Groups of topics to create with settings of their own. Not built yet: topics are created by the broker's `auto.create.topics.enable`, or by you.",
  },
  "exactly.once.support": {
    type: "STRING",
    default: "requested",
    validator: oneOfIgnoringCase("requested", "required"),
    importance: "MEDIUM",
    group: "Exactly Once Support",
    doc: "`requested`: at least once. `required` is not built yet.",
  },
  "transaction.boundary": {
    type: "STRING",
    default: "poll",
    validator: oneOfIgnoringCase("poll", "interval", "connector"),
    importance: "MEDIUM",
    group: "Exactly Once Support",
    doc: "Where transactions end, in exactly-once mode.",
  },
  "transaction.boundary.interval.ms": {
    type: "LONG",
    default: null,
    validator: range({ min: 0 }),
    importance: "LOW",
    group: "Exactly Once Support",
    doc: "Length of a transaction with `transaction.boundary=interval`, in milliseconds.",
  },
  "offsets.storage.topic": {
    type: "STRING",
    default: null,
    validator: nonEmptyString,
    importance: "LOW",
    group: "Exactly Once Support",
    doc: "Accepted for Kafka Connect's sake. Offsets are in the offset store, in every mode.",
  },
  "sluice.run.mode": {
    type: "STRING",
    default: null,
    validator: oneOf("drain", "continuous"),
    importance: "MEDIUM",
    group: "Sluice",
    doc: "`drain`: a task ends when its source has nothing more. `continuous`: it goes on asking until its time is up. Default: drain on Lambda, continuous in standalone mode.",
  },
  "sluice.function": {
    type: "STRING",
    default: null,
    validator: nonEmptyString,
    importance: "LOW",
    group: "Sluice",
    doc: "Name of the connector's own Lambda function, which plans it and runs its tasks. The construct `Sluice` writes it for a connector that is added with a function of its own.",
  },
  "sluice.secrets.plaintext": {
    type: "STRING",
    default: "refuse",
    validator: oneOf("refuse", "allow"),
    importance: "MEDIUM",
    group: "Sluice",
    doc: "`allow`: a password may stand in the configuration as it is, and so in the config store.",
  },
}).with(timingConfig);

/** The values of the common keys. */
export type ConnectorConfig = ConfigOf<typeof connectorConfig>;

/** Keys that begin so belong to something else than the connector: converters, clients, transforms. */
export const COMMON_PREFIXES = [
  "key.converter.",
  "value.converter.",
  "header.converter.",
  "producer.override.",
  "admin.override.",
  "consumer.override.",
  "transforms.",
  "predicates.",
  "topic.creation.",
] as const;

/** The members of a configuration that begin with a prefix, the prefix taken off. */
export function withoutPrefix(props: ConfigProps, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(props).flatMap(([key, value]) =>
      key.startsWith(prefix) && value !== null ? [[key.slice(prefix.length), value]] : [],
    ),
  );
}
