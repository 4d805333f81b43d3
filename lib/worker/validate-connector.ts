import {
  ConfigError,
  type ConfigProps,
  type ConfigValue,
  type ConverterType,
  type SourceConnectorPlugin,
} from "../connect/index.ts";
import { COMMON_PREFIXES, connectorConfig, withoutPrefix } from "./connector-config.ts";
import { unresolvedReferences } from "./plaintext-secrets.ts";
import { findPlugin, type Plugins } from "./plugins.ts";
import { producerErrors } from "./producer-errors.ts";

/** What is wrong with a connector's configuration, and what is only odd. Nothing was connected to. */
export interface Validation {
  /** One sentence each, in the order of the definitions. Empty: the configuration is valid. */
  readonly errors: readonly string[];
  /** One sentence each: keys that nothing knows or that mean nothing here. */
  readonly warnings: readonly string[];
  /** The connector's plug-in, if its class is known. */
  readonly plugin: SourceConnectorPlugin | undefined;
}

const notBuilt: readonly { readonly key: string; readonly is: RegExp; readonly say: string }[] = [
  { key: "transforms", is: /\S/, say: "transforms are not built yet; leave it out" },
  { key: "predicates", is: /\S/, say: "predicates are not built yet; leave it out" },
  { key: "errors.tolerance", is: /^\s*all\s*$/, say: "only none is built yet" },
  { key: "errors.retry.timeout", is: /[1-9]/, say: "only 0 is built yet" },
  { key: "exactly.once.support", is: /^\s*required\s*$/i, say: "only requested is built yet" },
  {
    key: "topic.creation.groups",
    is: /\S/,
    say: "topic creation is not built yet; create the topics, or let the broker do it, and leave it out",
  },
];

/**
 * Checks a configuration as far as it goes without connecting to anything: the class, every key of the common
 * definition, of the connector's and of the converters it names (connect.md §7.3).
 */
export function validateConnector(props: ConfigProps, plugins: Plugins): Validation {
  const errors = messages(connectorConfig.validate(props));
  for (const { key, is, say } of notBuilt) {
    if (is.test(props[key] ?? "")) errors.push(`Invalid value ${props[key]} for configuration ${key}: ${say}`);
  }
  for (const type of ["key", "value", "header"] as const) errors.push(...converterErrors(props, type, plugins));
  errors.push(...producerErrors(props, "producer.override.", plugins.producer), ...unresolvedReferences(props));
  const warnings = Object.keys(props)
    .filter((key) => key.startsWith("topic.creation.") && key !== "topic.creation.groups")
    .map((key) => `The configuration ${key} has no effect: topic creation is not built yet`);
  const given = props["connector.class"];
  if (!given) return { errors, warnings, plugin: undefined };
  try {
    const plugin = findPlugin(plugins.connectors, "connector.class", given);
    const values = plugin.config.validate(props);
    errors.push(...messages(plugin.validate?.(props, values) ?? values));
    const known = plugin.config.with(connectorConfig);
    const unknown = known.unknownKeys(props, [...COMMON_PREFIXES, ...(plugin.passThroughPrefixes ?? [])]);
    warnings.push(...unknown.map((key) => `The configuration ${key} is not known, so it has no effect`));
    return { errors, warnings, plugin };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { errors: [...errors, error.message], warnings, plugin: undefined };
  }
}

function converterErrors(props: ConfigProps, type: ConverterType, plugins: Plugins): string[] {
  const key = `${type}.converter`;
  const given = props[key];
  if (!given) return [];
  try {
    findPlugin(plugins.converters, key, given).create(withoutPrefix(props, `${key}.`), type);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split("\n");
  }
}

const messages = (values: readonly ConfigValue[]): string[] => values.flatMap((value) => value.errors);

/**
 * The same as one error, for those who can't go on.
 *
 * @throws ConfigError with the connector's name and every mistake, a line each.
 */
export function requireValidConnector(name: string, props: ConfigProps, plugins: Plugins): SourceConnectorPlugin {
  const { errors, plugin } = validateConnector(props, plugins);
  if (plugin && errors.length === 0) return plugin;
  throw new ConfigError(
    errors.length === 1
      ? `Connector ${name}: ${errors[0]}`
      : `Connector ${name}: its configuration has ${errors.length} errors:\n${errors.join("\n")}`,
  );
}
