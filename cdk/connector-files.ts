import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { type ConnectorFile, parseConnectorFile } from "../lib/worker/connector-file.ts";

/**
 * The connectors declared by the `.json` and `.properties` files of a folder, in the order of the file names. Files are
 * Kafka Connect's own, as they stand. A folder that is missing holds none.
 *
 * @throws ConfigError naming the file that can't be read as a connector.
 */
export function readConnectorFiles(folder: string): ConnectorFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.(json|properties)$/.test(name))
    .toSorted()
    .map((name) => parseConnectorFile(name, readFileSync(path.join(folder, name), "utf8")));
}
