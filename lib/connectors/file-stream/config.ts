import type { SourceConnectorPlugin } from "../../connect/index.ts";
import { fileStreamConfig } from "./config-def.ts";

/** Kafka's FileStreamSource: the lines of one text file (connect.md §9). */
export const fileStreamSource: SourceConnectorPlugin = {
  className: "org.apache.kafka.connect.file.FileStreamSourceConnector",
  aliases: ["FileStreamSource"],
  version: "0.1.0",
  config: fileStreamConfig,
  load: () => import("./index.ts"),
};
