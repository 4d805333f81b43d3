import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { distance } from "fastest-levenshtein";
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
  const names = readdirSync(folder);
  const misspelled = names.find((name) => ENDINGS.some((ending) => resembles(path.extname(name), ending)));
  if (misspelled !== undefined) {
    // Left out in silence, a connector whose file got another ending would be withdrawn.
    throw new ConfigError(
      `${misspelled} is no connector file: end its name with .properties or .json, or move it away.`,
    );
  }
  const files = names.filter((name) => ENDINGS.includes(path.extname(name)));
  for (const file of files.toSorted()) {
    const connector = parseConnectorFile(file, readFileSync(path.join(folder, file), "utf8"));
    const { name } = connector;
    const first = connectors.get(name)?.file;
    if (first !== undefined) {
      throw new ConfigError(`${first} and ${file} both declare the connector ${name}: give one another name.`);
    }
    connectors.set(name, { ...connector, file });
  }
  return [...connectors.values()];
}

const ENDINGS = [".json", ".properties"];

const resembles = (given: string, ending: string): boolean => given !== ending && distance(given, ending) <= 2;
