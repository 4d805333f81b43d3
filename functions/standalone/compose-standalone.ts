import os from "node:os";
import process from "node:process";
import { createOpenKafka } from "../../lib/adapters/kafkajs/index.ts";
import { systemClock } from "../../lib/adapters/system/clock.ts";
import { systemIds } from "../../lib/adapters/system/ids.ts";
import { systemRandom } from "../../lib/adapters/system/random.ts";
import type { ConfigProps } from "../../lib/connect/index.ts";
import type { Logger } from "../../lib/ports/index.ts";
import type { Worker } from "../../lib/worker/index.ts";
import { plugins } from "../plugins.ts";

/** The worker of one process (DESIGN §4, standalone). @param props Kafka Connect's worker properties. */
export function composeStandalone(
  props: ConfigProps,
  parts: Pick<Worker, "control" | "tasks" | "invoker" | "onAdvance"> & { readonly logger: Logger },
): Worker {
  return {
    ...parts,
    config: props,
    workerId: `${os.hostname()}:${process.pid}`,
    defaultRunMode: "continuous",
    plugins,
    openKafka: createOpenKafka(),
    clock: systemClock,
    random: systemRandom,
    ids: systemIds,
  };
}
