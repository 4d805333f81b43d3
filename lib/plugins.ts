import { clientConfig } from "./adapters/kafkajs/client-config.ts";
import * as connectors from "./connectors/index.ts";
import * as converters from "./converters/index.ts";
import type { Plugins } from "./worker/config/plugins.ts";

/** Every plug-in there is: one line each in the `index.ts` of its kind. For those who compose a worker or a stack. */
export const plugins: Plugins = {
  connectors: Object.values(connectors),
  converters: Object.values(converters),
  producer: clientConfig,
};
