import { ConfigError, type ConfigProps } from "../lib/connect/index.ts";
import { plugins } from "../lib/plugins.ts";
import { validateAtSynth } from "./validate-at-synth.ts";

/** The key that names a connector's own function. */
export const FUNCTION_KEY = "sluice.function";

/** A connector as the stack will declare it. */
export interface CheckedConnector {
  /** With the member `name`, without members that are null. */
  readonly config: Readonly<Record<string, string>>;
  /** What is odd but no mistake, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Checks a connector before anything is made of it. CDK tokens are allowed as values.
 *
 * @throws ConfigError with one sentence that names connector, key, value and what is valid; a line each if there are more.
 */
export function checkConnector(name: string, given: ConfigProps): CheckedConnector {
  const props = { ...given, name: given["name"] ?? name };
  if (props.name !== name) {
    throw new ConfigError(`Connector ${name}: the value ${props.name} of configuration name must be ${name}.`);
  }
  if (typeof given[FUNCTION_KEY] === "string") {
    throw new ConfigError(
      `Connector ${name}: the configuration ${FUNCTION_KEY} is written by the construct Sluice: leave it out, and give addConnector the option "function" (in cdk/app.ts: the context sluice:own-functions) for a function of its own.`,
    );
  }
  const config = Object.fromEntries(
    Object.entries(props).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])),
  );
  return { config, warnings: validateAtSynth(name, config, plugins) };
}
