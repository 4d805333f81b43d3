import type { ConfigDef, ConfigProps } from "../../connect/index.ts";
import { withoutPrefix } from "./connector-config.ts";

/**
 * What is wrong with the producer properties that begin with a prefix (`producer.`, `producer.override.`), one sentence
 * each. What only several properties together say, such as missing credentials, shows when Kafka is connected to.
 */
export function producerErrors(props: ConfigProps, prefix: string, producer: ConfigDef): string[] {
  const own = withoutPrefix(props, prefix);
  return producer
    .validate(own)
    .filter(({ name }) => Object.hasOwn(own, name))
    .flatMap(({ name, errors }) =>
      errors.map((error) => error.replace(`configuration ${name}:`, `configuration ${prefix}${name}:`)),
    );
}
