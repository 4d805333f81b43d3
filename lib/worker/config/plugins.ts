import { closest } from "fastest-levenshtein";
import { type ConfigDef, ConfigError, type ConverterPlugin, type SourceConnectorPlugin } from "../../connect/index.ts";

/** The plug-ins that a worker knows: its registries, passed in by whoever composes it. */
export interface Plugins {
  readonly connectors: readonly SourceConnectorPlugin[];
  readonly converters: readonly ConverterPlugin[];
  /** Kafka's producer properties, as the producer that is plugged in knows them. */
  readonly producer: ConfigDef;
}

interface Named {
  readonly className: string;
  readonly aliases?: readonly string[];
}

/**
 * The plug-in that a configuration means: by Java class name, alias, simple name, or simple name without its kind
 * (`JsonConverter`, `Json`; connect.md §3.4).
 *
 * @throws ConfigError naming the key, what was given and the nearest names, if there is none.
 */
export function findPlugin<P extends Named>(plugins: readonly P[], key: string, given: string): P {
  const found = plugins.find((plugin) => namesOf(plugin).includes(given));
  if (found) return found;
  const names = plugins.flatMap(namesOf);
  const nearest = closest(given, names);
  throw new ConfigError(
    `Invalid value ${given} for configuration ${key}: there is no such class; did you mean ${nearest}? Known are ${plugins
      .map((plugin) => simpleName(plugin.className))
      .join(", ")}.`,
  );
}

function namesOf({ className, aliases = [] }: Named): string[] {
  const simple = [className, ...aliases].map(simpleName);
  return [className, ...aliases, ...simple, ...simple.map((name) => name.replace(/(?<=.)(Connector|Converter)$/, ""))];
}

const simpleName = (className: string): string => className.slice(className.lastIndexOf(".") + 1);
