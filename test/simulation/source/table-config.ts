import { ConfigDef, type ConfigOf } from "../../../lib/connect/index.ts";

/** The keys of the simulated connector. */
export const tableConfig = new ConfigDef({
  marker: { type: "STRING", default: "", importance: "LOW", doc: "Told by every record." },
  "batch.rows": { type: "INT", default: 2, importance: "LOW", doc: "How many rows a poll returns at most." },
  "poll.ms": { type: "INT", default: 1, importance: "LOW", doc: "How long a poll takes beyond the way to the source." },
  "shared.partition": {
    type: "BOOLEAN",
    default: false,
    importance: "LOW",
    doc: "One Kafka partition for all tables.",
  },
  "spread.partitions": {
    type: "BOOLEAN",
    default: false,
    importance: "LOW",
    doc: "Two Kafka partitions for each table: its rows go to them in turn.",
  },
  "fail.at": { type: "INT", default: 0, importance: "LOW", doc: "The row at which polls fail." },
  "fail.times": { type: "INT", default: 0, importance: "LOW", doc: "How often in all; below 0: for ever." },
  "fail.how": { type: "STRING", default: "error", importance: "LOW", doc: "error or config." },
  tables: { type: "LIST", default: [], importance: "LOW", doc: "Of one task." },
});

export type TableConfig = ConfigOf<typeof tableConfig>;
