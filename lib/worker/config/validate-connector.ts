import { ConfigError, type ConfigProps, type ConfigValue, type SourceConnectorPlugin } from "../../connect/index.ts";
import { COMMON_PREFIXES, connectorConfig } from "./connector-config.ts";
import { converterErrors } from "./converter-errors.ts";
import { notBuiltErrors, notBuiltWarnings } from "./not-built.ts";
import { unresolvedReferences } from "./plaintext-secrets.ts";
import { findPlugin, type Plugins } from "./plugins.ts";
import { producerErrors } from "./producer-errors.ts";
import { type UnknownKey, unknownKeys, unknownKeyWarning, unknownPartKeys } from "./unknown-keys.ts";

/** What is wrong with a connector's configuration, and what is only odd. Nothing was connected to. */
export interface Validation {
  /** One sentence each, in the order of the definitions. Empty: the configuration is valid. */
  readonly errors: readonly string[];
  /** One sentence each: keys that nothing knows or that mean nothing here. */
  readonly warnings: readonly string[];
  /** Keys that nothing knows; the warnings name them too. */
  readonly unknown: readonly UnknownKey[];
  /** The connector's plug-in, if its class is known. */
  readonly plugin: SourceConnectorPlugin | undefined;
}

/**
 * Checks a configuration as far as it goes without connecting to anything: the class, every key of the common
 * definition, of the connector's and of the converters it names (connect.md §7.3).
 */
export function validateConnector(props: ConfigProps, plugins: Plugins): Validation {
  const errors = messages(connectorConfig.validate(props));
  errors.push(
    ...heartbeatErrors(props),
    ...notBuiltErrors(props),
    ...converterErrors(props, plugins),
    ...producerErrors(props, "producer.override.", plugins.producer),
    ...unresolvedReferences(props),
  );
  const unknown = unknownPartKeys(props, "producer.override.", plugins);
  const warnings = notBuiltWarnings(props);
  const given = props["connector.class"];
  if (!given) return { errors, warnings, unknown, plugin: undefined };
  try {
    const plugin = findPlugin(plugins.connectors, "connector.class", given);
    const values = plugin.config.validate(props);
    errors.push(...messages(plugin.validate?.(props, values) ?? values));
    const known = plugin.config.with(connectorConfig);
    const others = [...COMMON_PREFIXES, ...(plugin.passThroughPrefixes ?? [])];
    unknown.unshift(...unknownKeys(props, known, { others }));
    return { errors, warnings: [...warnings, ...unknown.map(unknownKeyWarning)], unknown, plugin };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { errors: [...errors, error.message], warnings, unknown, plugin: undefined };
  }
}

/** A heartbeat that is lost or late must not cost the lease. */
function heartbeatErrors(props: ConfigProps): string[] {
  const read = (key: "sluice.lease.ms" | "sluice.heartbeat.ms"): number =>
    Number(props[key] ?? connectorConfig.keys[key].default);
  const [lease, heartbeat] = [read("sluice.lease.ms"), read("sluice.heartbeat.ms")];
  if (!(heartbeat > lease / 3)) return [];
  return [
    `Invalid value ${heartbeat} for configuration sluice.heartbeat.ms: it must be at most a third of sluice.lease.ms, which is ${lease}`,
  ];
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
