import { type ConfigDef, ConfigError, type ConfigProps } from "../connect/index.ts";
import { withoutPrefix } from "./connector-config.ts";
import { unresolvedReferences } from "./plaintext-secrets.ts";
import { findPlugin, type Plugins } from "./plugins.ts";
import { producerErrors } from "./producer-errors.ts";

/** What is wrong with a worker's configuration, its converters included; one sentence each. Nothing is connected to. */
export function workerErrors(
  props: ConfigProps,
  definition: ConfigDef,
  plugins: Pick<Plugins, "converters" | "producer">,
): string[] {
  const errors = definition.validate(props).flatMap((value) => value.errors);
  for (const type of ["key", "value", "header"] as const) {
    const key = `${type}.converter`;
    const given = props[key];
    if (!given) continue;
    try {
      findPlugin(plugins.converters, key, given).create(withoutPrefix(props, `${key}.`), type);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      errors.push(...error.message.split("\n"));
    }
  }
  return [...errors, ...producerErrors(props, "producer.", plugins.producer), ...unresolvedReferences(props)];
}

/** The same for those who can't go on. @throws ConfigError with every mistake, a line each. */
export function requireValidWorker(
  props: ConfigProps,
  definition: ConfigDef,
  plugins: Pick<Plugins, "converters" | "producer">,
): void {
  const errors = workerErrors(props, definition, plugins);
  if (errors.length > 0) throw new ConfigError(`Worker configuration: ${errors.join("\n")}`);
}
