import { clientConfig } from "../lib/adapters/kafkajs/client-config.ts";
import * as connectors from "../lib/connectors/index.ts";
import * as converters from "../lib/converters/index.ts";
import type { Plugins } from "../lib/worker/index.ts";

/** Every plug-in there is: one line each in the `index.ts` of its kind. */
export const plugins: Plugins = {
  connectors: Object.values(connectors),
  converters: Object.values(converters),
  producer: clientConfig,
};
