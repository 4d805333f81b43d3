import { type ConfigDef, ConfigError, type ConfigProps } from "../../connect/index.ts";
import { converterErrors } from "./converter-errors.ts";
import { notBuiltErrors } from "./not-built.ts";
import { unresolvedReferences } from "./plaintext-secrets.ts";
import type { Plugins } from "./plugins.ts";
import { producerErrors } from "./producer-errors.ts";

/** What a worker needs to know to check its configuration. */
type WorkerPlugins = Pick<Plugins, "converters" | "producer">;

/** What is wrong with a worker's configuration, its converters included; one sentence each. Nothing is connected to. */
export function workerErrors(props: ConfigProps, definition: ConfigDef, plugins: WorkerPlugins): string[] {
  return [
    ...definition.validate(props).flatMap((value) => value.errors),
    ...converterErrors(props, plugins),
    ...producerErrors(props, "producer.", plugins.producer),
    // How a broker's address looks is the producer's business, under the same name.
    ...producerErrors({ "bootstrap.servers": props["bootstrap.servers"] ?? null }, "", plugins.producer),
    ...unresolvedReferences(props),
    ...notBuiltErrors(props),
  ];
}

/** The same for those who can't go on. @throws ConfigError with every mistake, a line each. */
export function requireValidWorker(props: ConfigProps, definition: ConfigDef, plugins: WorkerPlugins): void {
  const errors = workerErrors(props, definition, plugins);
  if (errors.length > 0) throw new ConfigError(`Worker configuration: ${errors.join("\n")}`);
}
