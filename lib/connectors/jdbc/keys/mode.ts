import { ConfigDef, oneOf } from "../../../connect/index.ts";

const group = "Mode";

/** How new rows are found (connectors.md §1.1). */
export const modeKeys = new ConfigDef({
  mode: {
    type: "STRING",
    validator: oneOf("bulk", "timestamp", "incrementing", "timestamp+incrementing"),
    importance: "HIGH",
    group,
    dependents: ["incrementing.column.name", "timestamp.column.name", "validate.non.null"],
    doc: "`bulk`: the whole table every time. `incrementing`: rows whose incrementing column is higher than the last one read. `timestamp` and `timestamp+incrementing` are not supported yet.",
  },
  "incrementing.column.name": {
    type: "STRING",
    default: "",
    importance: "MEDIUM",
    group,
    doc: "The column that grows with every new row, for `incrementing`. Empty: the table's auto-increment column.",
  },
  "incrementing.column.mapping": {
    type: "LIST",
    default: [],
    importance: "MEDIUM",
    group,
    doc: "`regex:column` pairs: the incrementing column of the tables whose `schema.table` the regular expression matches. Exactly one has to match each table.",
  },
  "incrementing.initial": {
    type: "LONG",
    default: -1n,
    importance: "LOW",
    group,
    doc: "Where a table without an offset begins: rows whose incrementing column is higher are read.",
  },
  "validate.non.null": {
    type: "BOOLEAN",
    default: true,
    importance: "LOW",
    group,
    doc: "Whether to refuse an incrementing column that may be null. Columns of views always may.",
  },
  "timestamp.column.name": { type: "LIST", default: [], importance: "MEDIUM", group, doc: "Not supported yet." },
  "timestamp.columns.mapping": { type: "LIST", default: [], importance: "MEDIUM", group, doc: "Not supported yet." },
  "timestamp.initial": { type: "LONG", default: null, importance: "LOW", group, doc: "Not supported yet." },
  "timestamp.initial.ms": { type: "LONG", default: 0n, importance: "LOW", group, doc: "Not supported yet." },
  "timestamp.delay.interval.ms": { type: "LONG", default: 0n, importance: "LOW", group, doc: "Not supported yet." },
  query: { type: "STRING", default: "", importance: "MEDIUM", group, doc: "Not supported yet." },
  "query.masked": { type: "PASSWORD", default: null, importance: "MEDIUM", group, doc: "Not supported yet." },
  "query.suffix": { type: "STRING", default: "", importance: "LOW", group, doc: "Not supported yet." },
  "query.retry.attempts": {
    type: "INT",
    default: -1,
    importance: "LOW",
    group,
    doc: "Accepted and without effect: a lost connection is tried again by the worker, any other SQL error fails the task.",
  },
});
