import { ConfigDef, oneOf, range } from "../../../connect/index.ts";

const group = "Connector";

/** What comes out and how much at once (connectors.md §1.1). */
export const connectorKeys = new ConfigDef({
  "topic.prefix": {
    type: "STRING",
    importance: "HIGH",
    group,
    doc: "The topic of a table is this and the bare name of the table.",
  },
  "poll.interval.ms": {
    type: "INT",
    default: 5000,
    importance: "HIGH",
    group,
    doc: "Milliseconds from the end of one read of a table to its next. A new invocation reads every table at once.",
  },
  "batch.max.rows": {
    type: "INT",
    default: 100,
    validator: range({ min: 1 }),
    importance: "LOW",
    group,
    doc: "At most that many rows are handed over at once. Pages are read from the database in larger pieces.",
  },
  "max.page.bytes": {
    type: "INT",
    default: 8_388_608,
    validator: range({ min: 1 }),
    importance: "LOW",
    group,
    doc: "About how much one page read from the database may hold, from 1 to 2,000 rows. Two pages are in memory at most. Not in Kafka Connect.",
  },
  "db.timezone": {
    type: "STRING",
    default: "UTC",
    importance: "MEDIUM",
    group,
    doc: "Zone of timestamps that the database keeps without one. Only UTC is supported yet.",
  },
  "timestamp.granularity": {
    type: "STRING",
    default: "connect_logical",
    validator: oneOf(
      "connect_logical",
      "micros_long",
      "micros_string",
      "micros_iso_datetime_string",
      "nanos_long",
      "nanos_string",
      "nanos_iso_datetime_string",
    ),
    importance: "LOW",
    group,
    doc: "What becomes of timestamps. Only `connect_logical`, milliseconds, is supported yet.",
  },
  "max.buffer.size": {
    type: "INT",
    default: 0,
    importance: "LOW",
    group,
    doc: "Accepted and without effect: `max.page.bytes` bounds what is in memory.",
  },
  "poll.linger.ms": {
    type: "LONG",
    default: 5000n,
    importance: "LOW",
    group,
    doc: "Accepted and without effect: a poll without rows comes back at once.",
  },
  "engine.shutdown.timeout": {
    type: "STRING",
    default: null,
    importance: "LOW",
    internal: true,
    doc: "Accepted and without effect.",
  },
  tables: { type: "STRING", default: "", importance: "HIGH", internal: true, doc: "The tables of a task, quoted." },
  "tables.fetched": {
    type: "BOOLEAN",
    default: false,
    importance: "HIGH",
    internal: true,
    doc: "Whether `tables` comes from a list of tables.",
  },
});
