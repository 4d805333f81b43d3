import { flushCompileCache } from "node:module";
import path from "node:path";
import process from "node:process";
import pino from "pino";
import * as z from "zod/mini";
import { createDynamoDbStores } from "../../../lib/adapters/dynamodb/stores.ts";
import { createKafkaClusters } from "../../../lib/adapters/kafkajs/index.ts";
import { createPinoLogger } from "../../../lib/adapters/pino/logger.ts";
import { systemClock } from "../../../lib/adapters/system/clock.ts";
import { systemIds } from "../../../lib/adapters/system/ids.ts";
import { systemRandom } from "../../../lib/adapters/system/random.ts";
import { plugins } from "../../../lib/plugins.ts";
import { errorMessage, type Worker } from "../../../lib/worker/index.ts";
import { workerConfig } from "../connectors.ts";
import { openDynamoDb, storeTables } from "../servers.ts";
import { type EnvironmentMessage, invocation, type Invocation } from "./events.ts";
import { callFunction } from "./functions.ts";
import { type Deed, writeLedger } from "./ledger.ts";
import { recordedKafka, recordedTaskStore } from "./recorded-ports.ts";
import { environmentSettings } from "./settings.ts";

/**
 * What runs in an execution environment: the worker with its real adapters, as `functions/compose.ts` puts it together,
 * but its invokers speak to the parent process, and a ledger says what it did. One invocation at a time; clients and
 * connections are kept between them.
 */
const settings = z.parse(environmentSettings, JSON.parse(process.argv[2] ?? "{}"));
const ledger = path.join(settings.folder, `environment-${settings.id}.jsonl`);
const log = pino(
  { base: { environment: settings.id }, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination({ dest: path.join(settings.folder, `environment-${settings.id}.log`), sync: true }),
);

const logger = createPinoLogger(log);
const stores = createDynamoDbStores({ client: openDynamoDb(settings.dynamoDbUrl), tables: storeTables });
const clusters = createKafkaClusters({ clock: systemClock, random: systemRandom, logger }, { keep: 4 });

function compose({ call, requestId }: Invocation): Worker {
  const record = (deed: Deed): void => {
    writeLedger(ledger, { at: systemClock.now(), call, ...deed });
    // Only a hint for those who choose a victim.
    if (deed.did === "extended") void send({ kind: "at work", call }).catch(() => undefined);
  };
  return {
    config: workerConfig(settings.bootstrap),
    workerId: requestId,
    defaultRunMode: "drain",
    plugins,
    control: stores.control,
    tasks: recordedTaskStore(stores.tasks, record),
    invoker: {
      invoke: (task) => send({ kind: "invoke task", invocation: task }),
    },
    ticks: {
      invoke: (request, delayMs = 0) => send({ kind: "send message", body: JSON.stringify(request), delayMs }),
    },
    openKafka: (properties) => recordedKafka(clusters.openKafka(properties), record),
    clock: systemClock,
    random: systemRandom,
    ids: systemIds,
    logger: createPinoLogger(log.child({ call, requestId })),
  };
}

function send(message: EnvironmentMessage): Promise<void> {
  return new Promise((resolve, reject) =>
    process.send?.(message, undefined, {}, (error) => (error ? reject(error) : resolve())),
  );
}

async function handle(received: Invocation): Promise<void> {
  const { call } = received;
  let outcome: string;
  let failed = false;
  try {
    outcome = await callFunction(compose(received), received);
  } catch (error) {
    logger.error(errorMessage(error), {}, error);
    outcome = errorMessage(error);
    failed = true;
  }
  writeLedger(ledger, { at: systemClock.now(), call, did: "ended", outcome });
  await send({ kind: "ended", call, outcome, failed });
}

process.on("message", (message) => void handle(z.parse(invocation, message)));
process.on("disconnect", () => process.exit());
// Now, since it may be killed at any time: the next environments start in half the time.
flushCompileCache();
await send({ kind: "ready" });
