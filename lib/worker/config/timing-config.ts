import { ConfigDef, type ConfigOf, type ConfigProps, range } from "../../connect/index.ts";

/** The keys of a connector that say how often and how long, all in milliseconds. */
export const timingConfig = new ConfigDef({
  "sluice.idle.ms": {
    type: "INT",
    default: 500,
    validator: range({ min: 1 }),
    importance: "LOW",
    group: "Sluice",
    doc: "Pause after a poll that found nothing, in milliseconds (continuous mode).",
  },
  "sluice.checkpoint.interval.ms": {
    type: "INT",
    default: 5_000,
    validator: range({ min: 1 }),
    importance: "LOW",
    group: "Sluice",
    doc: "At most this long after the last checkpoint the next one follows, in milliseconds: what a crash may send twice.",
  },
  "sluice.lease.ms": {
    type: "INT",
    default: 30_000,
    validator: range({ min: 1_000 }),
    importance: "LOW",
    group: "Sluice",
    doc: "How long a task that says nothing keeps its lease, in milliseconds.",
  },
  "sluice.heartbeat.ms": {
    type: "INT",
    default: 10_000,
    validator: range({ min: 100 }),
    importance: "LOW",
    group: "Sluice",
    doc: "How often a task extends its lease, in milliseconds. At most a third of `sluice.lease.ms`.",
  },
  "sluice.control.interval.ms": {
    type: "INT",
    default: 5_000,
    validator: range({ min: 100 }),
    importance: "LOW",
    group: "Sluice",
    doc: "How often a task looks whether it should pause, stop or make way for a new generation, in milliseconds.",
  },
  "sluice.drain.grace.ms": {
    type: "INT",
    default: 60_000,
    validator: range({ min: 0 }),
    importance: "LOW",
    group: "Sluice",
    doc: "How long a task of an older generation may take to make way, in milliseconds. After that it is fenced, and what it has not checkpointed is sent again.",
  },
  "sluice.restart.backoff.ms": {
    type: "INT",
    default: 10_000,
    validator: range({ min: 1 }),
    importance: "LOW",
    group: "Sluice",
    doc: "How long after its failure a task is tried again, in milliseconds; twice as long after each further failure in a row, and 20 % more or less by chance. A task that only another configuration can mend is not tried again.",
  },
  "sluice.restart.backoff.max.ms": {
    type: "INT",
    default: 600_000,
    validator: range({ min: 1 }),
    importance: "LOW",
    group: "Sluice",
    doc: "Longest time between a failure and the next try, in milliseconds.",
  },
});

/** The times of a connector. */
export type TimingConfig = ConfigOf<typeof timingConfig>;

/**
 * The times of a connector whose configuration may be invalid: the default stands for what can't be read. For those who
 * have to do their part whatever the configuration is; what is wrong with it is told where it is validated.
 */
export function timingOf(config: ConfigProps): TimingConfig {
  const invalid = new Set(
    timingConfig.validate(config).flatMap(({ name, errors }) => (errors.length > 0 ? [name] : [])),
  );
  return timingConfig.parse(Object.fromEntries(Object.entries(config).filter(([name]) => !invalid.has(name))));
}
