import { closest, distance } from "fastest-levenshtein";
import type { ConfigDef, ConfigProps } from "../../connect/index.ts";
import { withoutPrefix } from "./connector-config.ts";
import { findPlugin, type Plugins } from "./plugins.ts";

/** A key that nothing knows, and the known one that it resembles, if there is one. */
export interface UnknownKey {
  readonly key: string;
  readonly nearest: string | undefined;
}

/** The keys below a prefix that a definition does not have, but for those that belong to something else. */
export function unknownKeys(
  props: ConfigProps,
  definition: ConfigDef,
  { prefix = "", others = [] }: { readonly prefix?: string; readonly others?: readonly string[] } = {},
): UnknownKey[] {
  const known = Object.keys(definition.keys);
  return definition.unknownKeys(prefix === "" ? props : withoutPrefix(props, prefix), others).map((key) => {
    const nearest = known.length === 0 ? undefined : closest(key, known);
    const resembles = nearest !== undefined && distance(key, nearest) <= Math.max(2, key.length / 5);
    return { key: prefix + key, nearest: resembles ? prefix + nearest : undefined };
  });
}

/**
 * The unknown keys of the converters and the producer that a worker or a connector configures. Of the producer's only
 * those that resemble a known one: Java's producer has many more, and the producer itself warns of those.
 *
 * @param prefix Of producer properties: `producer.` or `producer.override.`.
 */
export function unknownPartKeys(
  props: ConfigProps,
  prefix: string,
  plugins: Omit<Plugins, "connectors">,
): UnknownKey[] {
  const converters = (["key", "value", "header"] as const).flatMap((type) => {
    const given = props[`${type}.converter`];
    if (!given) return [];
    try {
      const { config } = findPlugin(plugins.converters, `${type}.converter`, given);
      return unknownKeys(props, config, { prefix: `${type}.converter.`, others: ["plugin.version"] });
    } catch {
      // The class is not known either, which is told elsewhere.
      return [];
    }
  });
  const producer = unknownKeys(props, plugins.producer, { prefix }).filter(({ nearest }) => nearest !== undefined);
  return [...converters, ...producer];
}

/** What to tell whoever wrote it. */
export function unknownKeyWarning({ key, nearest }: UnknownKey): string {
  const hint = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  return `The configuration ${key} is not known, so it has no effect${hint}`;
}
