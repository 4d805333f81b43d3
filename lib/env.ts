import { ConfigError } from "./connect/errors.ts";

/** What the functions know of their deployment. Written by the construct `Sluice`, read by every function. */
export interface Environment {
  readonly configsTable: string;
  readonly offsetsTable: string;
  readonly statusTable: string;
  /** The function that runs the tasks of connectors without a function of their own; for such a function, itself. */
  readonly taskFunction: string;
  /** URL of the queue that invokes the scheduler. */
  readonly schedulerQueue: string;
  /** The worker configuration, with Kafka Connect's keys: `bootstrap.servers`, `key.converter`, `producer.acks` … */
  readonly worker: Readonly<Record<string, string>>;
}

/** The functions' own metrics: what they write and what alarms look at. Their dimension `service` is the deployment's name. */
export const METRICS = {
  namespace: "Sluice",
  /** Runs that failed; at each tick also the tasks that only another configuration mends. */
  taskFailures: "task-failures",
  /** Connectors seen by a tick of the schedule, and those of them that could not be scheduled. */
  connectors: "connector-count",
  connectorFailures: "connector-failures",
} as const;

/** AWS allows a function 4 KB of environment variables in all; the rest is for names and what the user adds. */
const maxWorkerBytes = 3072;

const names = {
  configsTable: "SLUICE_CONFIGS_TABLE",
  offsetsTable: "SLUICE_OFFSETS_TABLE",
  statusTable: "SLUICE_STATUS_TABLE",
  taskFunction: "SLUICE_TASK_FUNCTION",
  schedulerQueue: "SLUICE_SCHEDULER_QUEUE",
  worker: "SLUICE_WORKER_CONFIG",
} as const satisfies Record<keyof Environment, string>;

/** The environment variables that `readEnvironment` reads. @throws ConfigError if the worker configuration is too large. */
export function writeEnvironment(environment: Environment): Record<string, string> {
  const worker = JSON.stringify(environment.worker);
  const bytes = Buffer.byteLength(worker);
  if (bytes > maxWorkerBytes) {
    throw new ConfigError(
      `The worker configuration has ${bytes} bytes, but only ${maxWorkerBytes} fit in a function's environment: move keys to the connectors, as "producer.override.…" or "value.converter.…".`,
    );
  }
  return {
    [names.configsTable]: environment.configsTable,
    [names.offsetsTable]: environment.offsetsTable,
    [names.statusTable]: environment.statusTable,
    [names.taskFunction]: environment.taskFunction,
    [names.schedulerQueue]: environment.schedulerQueue,
    [names.worker]: worker,
  };
}

/** Reads `process.env`. @throws ConfigError naming the variable that is missing or malformed. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const read = (name: string): string => {
    const value = env[name];
    if (value) return value;
    throw new ConfigError(
      `The environment variable ${name} is missing: deploy the function with the construct Sluice.`,
    );
  };
  return {
    configsTable: read(names.configsTable),
    offsetsTable: read(names.offsetsTable),
    statusTable: read(names.statusTable),
    taskFunction: read(names.taskFunction),
    schedulerQueue: read(names.schedulerQueue),
    worker: parseWorker(read(names.worker)),
  };
}

const malformed = (cause?: unknown): ConfigError =>
  new ConfigError(`The environment variable ${names.worker} is not a JSON object of strings: deploy again.`, { cause });

function parseWorker(text: string): Readonly<Record<string, string>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw malformed(error);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed();
  const worker: Record<string, string> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry !== "string") throw malformed();
    worker[key] = entry;
  }
  return worker;
}
