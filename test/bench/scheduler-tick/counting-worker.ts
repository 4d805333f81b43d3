import { clientConfig } from "../../../lib/adapters/kafkajs/client-config.ts";
import { systemClock } from "../../../lib/adapters/system/clock.ts";
import { systemIds } from "../../../lib/adapters/system/ids.ts";
import { systemRandom } from "../../../lib/adapters/system/random.ts";
import * as converters from "../../../lib/converters/index.ts";
import type { Logger } from "../../../lib/ports/index.ts";
import type { Worker } from "../../../lib/worker/index.ts";
import { slicedConnector } from "./sliced-connector.ts";

/** A worker over the given stores that starts nothing and counts what it would have started. */
export interface CountingWorker {
  readonly worker: Worker;
  invocations: number;
  /** Connectors that a second look was asked for. */
  looks: number;
}

export function countingWorker(stores: Pick<Worker, "control" | "tasks">): CountingWorker {
  const counting: CountingWorker = {
    invocations: 0,
    looks: 0,
    worker: {
      ...stores,
      config: { "bootstrap.servers": "none", "key.converter": "StringConverter", "value.converter": "JsonConverter" },
      workerId: "bench",
      defaultRunMode: "drain",
      plugins: { connectors: [slicedConnector], converters: Object.values(converters), producer: clientConfig },
      invoker: { invoke: async () => void counting.invocations++ },
      ticks: { invoke: async ({ connectors }) => void (counting.looks += connectors.length) },
      openKafka: () => {
        throw new Error("A tick needs no Kafka");
      },
      clock: systemClock,
      random: systemRandom,
      ids: systemIds,
      logger: failingLogger,
    },
  };
  return counting;
}

const nothing = (): void => undefined;
const fail = (message: string): never => {
  throw new Error(`Nothing may go wrong in a measured tick: ${message}`);
};

const failingLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: fail,
  error: fail,
  child: () => failingLogger,
};
