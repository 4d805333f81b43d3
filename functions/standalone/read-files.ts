import { readFileSync } from "node:fs";
import { ConfigError, type ConfigProps } from "../../lib/connect/index.ts";
import { type ConnectorFile, parseConnectorFile, parsePropertiesFile } from "../../lib/worker/index.ts";

/** Reads Kafka Connect's worker file. @throws ConfigError naming the file. */
export function readWorkerFile(file: string): ConfigProps {
  return parsePropertiesFile(file, read(file, "worker"));
}

/** Reads connector files in their order. @throws ConfigError naming the file, or the name that two files give. */
export function readConnectorFiles(files: readonly string[]): ConnectorFile[] {
  const connectors = new Map<string, ConnectorFile>();
  for (const file of files) {
    const connector = parseConnectorFile(file, read(file, "connector"));
    if (connectors.has(connector.name)) {
      throw new ConfigError(`${file}: connector ${connector.name} already exists; another file gives the same name`);
    }
    connectors.set(connector.name, connector);
  }
  return [...connectors.values()];
}

function read(file: string, kind: "worker" | "connector"): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
    throw new ConfigError(`The ${kind} file ${file} can't be read (${reason}): look at its name and its permissions`, {
      cause,
    });
  }
}
