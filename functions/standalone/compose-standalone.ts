import os from "node:os";
import process from "node:process";
import { createKafkaClusters } from "../../lib/adapters/kafkajs/index.ts";
import { systemClock } from "../../lib/adapters/system/clock.ts";
import { systemIds } from "../../lib/adapters/system/ids.ts";
import { systemRandom } from "../../lib/adapters/system/random.ts";
import type { ConfigProps } from "../../lib/connect/index.ts";
import type { Logger } from "../../lib/ports/index.ts";
import type { Worker } from "../../lib/worker/index.ts";
import { plugins } from "../../lib/plugins.ts";

/** A worker and what has to be closed after it. */
export interface ComposedWorker {
  readonly worker: Worker;
  /** Ends the connections to Kafka. */
  close(): void;
}

/** The worker of one process (DESIGN §4, standalone). @param props Kafka Connect's worker properties. */
export function composeStandalone(
  props: ConfigProps,
  parts: Pick<Worker, "control" | "tasks" | "invoker" | "ticks" | "onAdvance"> & { readonly logger: Logger },
): ComposedWorker {
  const clusters = createKafkaClusters({ clock: systemClock, random: systemRandom, logger: parts.logger });
  const worker: Worker = {
    ...parts,
    config: props,
    workerId: `${os.hostname()}:${process.pid}`,
    defaultRunMode: "continuous",
    plugins,
    openKafka: clusters.openKafka,
    clock: systemClock,
    random: systemRandom,
    ids: systemIds,
  };
  return { worker, close: () => clusters.close() };
}
