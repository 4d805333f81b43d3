import { parse as parseProperties } from "dot-properties";
import { ConfigError, type ConfigProps } from "../../connect/index.ts";

/** A connector as a file declares it. */
export interface ConnectorFile {
  readonly name: string;
  /** With the member `name`. */
  readonly config: ConfigProps;
  readonly initialState: "RUNNING" | "PAUSED" | "STOPPED";
}

/**
 * Reads a connector file as Kafka Connect's standalone mode knows it (connect.md §8.4): properties, a flat JSON object
 * with `name`, or a create request (`name`, `config`, `initial_state`). Numbers and booleans become the text they were.
 *
 * @param file Its name, for errors. What the text is decides the content, as in Kafka Connect, not the name.
 * @throws ConfigError naming the file and what is wrong with it.
 */
export function parseConnectorFile(file: string, text: string): ConnectorFile {
  const isJson = file.endsWith(".json") || text.trimStart().startsWith("{");
  return isJson ? parseJsonFile(file, text) : toConnectorFile(file, parsePropertiesFile(file, text));
}

/** Reads a Java properties file into strings. @throws ConfigError naming the file if it is malformed. */
export function parsePropertiesFile(file: string, text: string): Readonly<Record<string, string>> {
  try {
    const entries = Object.entries(parseProperties(text));
    return Object.fromEntries(entries.flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])));
  } catch (error) {
    throw new ConfigError(`${file} is not a properties file: ${messageOf(error)}`, { cause: error });
  }
}

function parseJsonFile(file: string, text: string): ConnectorFile {
  let value: unknown;
  try {
    value = JSON.parse(text, (_key, member: unknown, { source }) =>
      source !== undefined && typeof member !== "string" && member !== null ? source : member,
    );
  } catch (error) {
    throw new ConfigError(`${file} is not a JSON file: ${messageOf(error)}`, { cause: error });
  }
  if (!isObject(value)) throw new ConfigError(`${file} must hold one JSON object.`);
  const { name, config, initial_state: state } = value;
  if (!isObject(config)) return toConnectorFile(file, toProps(file, value));
  if (typeof name !== "string") throw new ConfigError(`${file} has no "name" beside its "config".`);
  const props = { name, ...toProps(file, config) };
  if (props.name !== name) {
    throw new ConfigError(`${file} names the connector "${name}", but its config says name "${props.name}".`);
  }
  return { ...toConnectorFile(file, props), initialState: toState(file, state) };
}

function toConnectorFile(file: string, config: ConfigProps): ConnectorFile {
  const name = config["name"];
  if (!name) throw new ConfigError(`${file} has no "name": every connector needs one.`);
  return { name, config, initialState: "RUNNING" };
}

function toProps(file: string, members: Readonly<Record<string, unknown>>): ConfigProps {
  const props: Record<string, string | null> = {};
  for (const [key, value] of Object.entries(members)) {
    if (value !== null && typeof value !== "string") {
      throw new ConfigError(`${file} has a list or an object as "${key}": a configuration value must be text.`);
    }
    props[key] = value;
  }
  return props;
}

function toState(file: string, state: unknown): ConnectorFile["initialState"] {
  if (state === undefined || state === null || state === "RUNNING") return "RUNNING";
  if (state === "PAUSED" || state === "STOPPED") return state;
  throw new ConfigError(`${file} has an unknown "initial_state": use RUNNING, PAUSED or STOPPED.`);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
