import { appendFileSync } from "node:fs";
import path from "node:path";
import { TASK_BUDGET_MS } from "../connectors.ts";
import type { Servers } from "../servers.ts";
import { Lambda } from "./lambda.ts";

const limitMs = { task: TASK_BUDGET_MS, scheduler: 10_000 };

/** Enough for every task, its doubles and some zombies; and for two ticks beside the queue. */
const concurrency = { task: 10, scheduler: 4 };

/** The stand-in for Lambda with a worker that uses these servers. @param folder Gets ledgers and logs. */
export function startLambda({ kafka, dynamoDb }: Servers, folder: string): Lambda {
  return new Lambda({
    settings: { folder, bootstrap: kafka.bootstrap, dynamoDbUrl: dynamoDb.endpointUrl },
    limitMs,
    concurrency,
    onEnd: (text) => appendFileSync(path.join(folder, "calls.log"), `${new Date().toISOString()} ${text}\n`),
  });
}
