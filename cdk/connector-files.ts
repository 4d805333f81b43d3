import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { ConfigError } from "../lib/connect/index.ts";
import { type ConnectorFile, parseConnectorFile } from "../lib/worker/config/connector-file.ts";

/**
 * The connectors declared by the `.json` and `.properties` files of a folder, in the order of the file names. Files are
 * Kafka Connect's own, as they stand. A folder that is missing holds none.
 *
 * @throws ConfigError naming the file that can't be read as a connector, or the two that declare the same one.
 */
export function readConnectorFiles(folder: string): ConnectorFile[] {
  if (!existsSync(folder)) return [];
  const connectors = new Map<string, ConnectorFile & { readonly file: string }>();
  const files = readdirSync(folder).filter((name) => /\.(json|properties)$/.test(name));
  for (const file of files.toSorted()) {
    const connector = parseConnectorFile(file, readFileSync(path.join(folder, file), "utf8"));
    const { name } = connector;
    const other = connectors.get(name)?.file;
    if (other !== undefined) {
      throw new ConfigError(`${other} and ${file} both declare the connector ${name}: give one another name.`);
    }
    connectors.set(name, { ...connector, file });
  }
  return [...connectors.values()];
}
