import { ConfigError, type ConfigProps } from "../../connect/index.ts";
import { withoutPrefix } from "./connector-config.ts";
import { findPlugin, type Plugins } from "./plugins.ts";

/** What is wrong with the converters that a worker or a connector names, and with their own keys; one sentence each. */
export function converterErrors(props: ConfigProps, plugins: Pick<Plugins, "converters">): string[] {
  return (["key", "value", "header"] as const).flatMap((type) => {
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
  });
}
