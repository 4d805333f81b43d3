import { ConfigDef, nonEmptyString, range } from "../../connect/index.ts";

/** The keys of FileStreamSource (connect.md §9.1). */
export const fileStreamConfig = new ConfigDef({
  file: {
    type: "STRING",
    default: null,
    importance: "HIGH",
    doc: "Path of the file to read. Absent or empty: standard input, which only a standalone worker has.",
  },
  topic: {
    type: "STRING",
    validator: nonEmptyString,
    importance: "HIGH",
    doc: "The topic that every line goes to.",
  },
  "batch.size": {
    type: "INT",
    default: 2000,
    validator: range({ min: 1 }),
    importance: "LOW",
    doc: "At most that many lines are handed over at once.",
  },
  "max.line.bytes": {
    type: "INT",
    default: 1_048_576,
    validator: range({ min: 1 }),
    importance: "LOW",
    doc: "A longer line, its end not counted, fails the task rather than fill its memory. Not in Kafka Connect.",
  },
});
