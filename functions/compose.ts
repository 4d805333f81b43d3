import type { Logger as Powertools } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context } from "aws-lambda";
import { createDynamoDbStores } from "../lib/adapters/dynamodb/stores.ts";
import { createKafkaClusters } from "../lib/adapters/kafkajs/index.ts";
import { createLambdaPlanInvoker } from "../lib/adapters/lambda/plan-invoker.ts";
import { createLambdaTaskInvoker } from "../lib/adapters/lambda/task-invoker.ts";
import { createPowertoolsLogger } from "../lib/adapters/powertools/logger.ts";
import { createSqsTickInvoker } from "../lib/adapters/sqs/tick-invoker.ts";
import { systemClock } from "../lib/adapters/system/clock.ts";
import { systemIds } from "../lib/adapters/system/ids.ts";
import { systemRandom } from "../lib/adapters/system/random.ts";
import { type Environment, readEnvironment } from "../lib/env.ts";
import type { Logger } from "../lib/ports/index.ts";
import type { Worker } from "../lib/worker/index.ts";
import { plugins } from "../lib/plugins.ts";

/** What an execution environment keeps between invocations: clients and their connections, nothing that knows an epoch. */
interface Kept extends Pick<Worker, "control" | "tasks" | "invoker" | "ticks" | "planner" | "openKafka"> {
  readonly environment: Environment;
}

let kept: Kept | undefined;

/** An environment runs one task at a time, but may have seen many: the sockets of the others are closed. */
const KEPT_CLUSTERS = 4;

/** A request that hangs must fail well before a lease ends, or it takes heartbeat and checkpoint with it. Milliseconds. */
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** A plan may take long, and many may hang: they must not hold the sockets by which tasks are started. */
const plans = { ...requestHandler, httpsAgent: { maxSockets: 256, keepAlive: true } };

function keep(logger: Logger): Kept {
  const environment = readEnvironment(process.env);
  const { configsTable, offsetsTable, statusTable, taskFunction, schedulerQueue } = environment;
  const lambda = new LambdaClient({ requestHandler });
  const tables = { configs: configsTable, offsets: offsetsTable, status: statusTable };
  return {
    environment,
    ...createDynamoDbStores({ client: new DynamoDBClient({ requestHandler }), tables }),
    invoker: createLambdaTaskInvoker({ client: lambda, functionName: taskFunction }),
    ticks: createSqsTickInvoker({ client: new SQSClient({ requestHandler }), queueUrl: schedulerQueue }),
    planner: createLambdaPlanInvoker({ client: new LambdaClient({ requestHandler: plans }) }),
    openKafka: createKafkaClusters({ clock: systemClock, random: systemRandom, logger }, { keep: KEPT_CLUSTERS })
      .openKafka,
  };
}

/** The worker of one invocation: DynamoDB, Lambda, SQS and Kafka behind the ports (DESIGN §4, distributed). @throws ConfigError */
export function composeWorker(context: Context, powertools: Powertools): Worker {
  const logger = createPowertoolsLogger(powertools);
  kept ??= keep(logger);
  const { environment, ...ports } = kept;
  return {
    ...ports,
    config: environment.worker,
    workerId: `${context.functionName}/${context.awsRequestId}`,
    defaultRunMode: "drain",
    plugins,
    clock: systemClock,
    random: systemRandom,
    ids: systemIds,
    logger,
  };
}
