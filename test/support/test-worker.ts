import {
  createMemoryKafka,
  type MemoryKafka,
  type MemoryKafkaOptions,
} from "../../lib/adapters/memory/kafka-cluster.ts";
import { createMemoryStores } from "../../lib/adapters/memory/stores.ts";
import { systemClock } from "../../lib/adapters/system/clock.ts";
import { systemIds } from "../../lib/adapters/system/ids.ts";
import { systemRandom } from "../../lib/adapters/system/random.ts";
import type { SourceConnectorPlugin } from "../../lib/connect/index.ts";
import * as converters from "../../lib/converters/index.ts";
import { clientConfig } from "../../lib/adapters/kafkajs/client-config.ts";
import type { Logger, TaskInvocation, TickRequest } from "../../lib/ports/index.ts";
import { invokeTask, type InvocationResult, tick, type Worker } from "../../lib/worker/index.ts";
import { decodeRecords } from "./decode-records.ts";

/** Where log lines go, for tests that read them. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
}

/** A whole worker in memory, whose invocations a test makes itself. */
export interface TestWorker {
  readonly worker: Worker;
  readonly kafka: MemoryKafka;
  /** What ticks wanted to start, not started. */
  readonly invoked: TaskInvocation[];
  /** Ticks that were asked for, not made, with their delay in milliseconds. */
  readonly asked: (TickRequest & { readonly delayMs: number | undefined })[];
  readonly log: LogLine[];
  /** Creates the connector and ticks once. */
  create(config?: Record<string, string>): Promise<void>;
  run(options?: {
    task?: number;
    signal?: AbortSignal;
    ms?: number;
    graceMs?: number;
    generation?: number;
  }): Promise<InvocationResult>;
  /** The same with other ports: for tests that break one. */
  rewired(ports: Partial<Worker>): TestWorker;
  /** Values in Kafka, in the order of the log of partition 0. */
  values(topic?: string): (string | null)[];
  /** Stored offsets by source partition. */
  offsets(): Promise<Record<string, string>>;
}

/** @param plugins The connectors that the worker knows; the configuration's class is `Scripted` unless said otherwise. */
export function createTestWorker(plugins: SourceConnectorPlugin[], options: MemoryKafkaOptions = {}): TestWorker {
  const kafka = createMemoryKafka(options);
  const invoked: TaskInvocation[] = [];
  const asked: TestWorker["asked"] = [];
  const log: LogLine[] = [];
  const worker: Worker = {
    config: {
      "bootstrap.servers": "memory",
      "key.converter": "StringConverter",
      "value.converter": "StringConverter",
    },
    workerId: "test",
    defaultRunMode: "drain",
    plugins: { connectors: plugins, converters: Object.values(converters), producer: clientConfig },
    ...createMemoryStores(),
    invoker: { invoke: async (invocation) => void invoked.push(invocation) },
    ticks: { invoke: async (request, delayMs) => void asked.push({ ...request, delayMs }) },
    openKafka: () => kafka,
    clock: systemClock,
    random: systemRandom,
    ids: systemIds,
    logger: createTestLogger(log),
  };
  return around(worker, { kafka, invoked, asked, log });
}

function around(worker: Worker, seen: Pick<TestWorker, "kafka" | "invoked" | "asked" | "log">): TestWorker {
  const connector = "c";
  return {
    worker,
    ...seen,
    rewired: (ports) => around({ ...worker, ...ports }, seen),
    async create(config = {}) {
      const full = { name: connector, "connector.class": "Scripted", ...config };
      await worker.control.createConnector({ connector, uid: "u", config: full, targetState: "RUNNING" });
      await tick(worker);
    },
    async run({ task = 0, signal = new AbortController().signal, ms = 10_000, graceMs, generation } = {}) {
      const item = await worker.control.readConnector(connector);
      const now = worker.clock.now();
      return invokeTask(worker, {
        connector,
        task,
        generation: generation ?? item?.generation ?? 0,
        requestId: "request",
        limits: {
          deadline: now + ms,
          hardDeadline: now + ms + 1000,
          signal,
          ...(graceMs === undefined ? {} : { graceMs }),
        },
      });
    },
    values: (topic = "t") =>
      (seen.kafka.logs.get(`${topic}-0`) ?? []).flatMap((batch) => decodeRecords(batch).map(({ value }) => value)),
    offsets: async () => Object.fromEntries(await worker.tasks.listOffsets(connector)),
  };
}

function createTestLogger(log: LogLine[]): Logger {
  const at = (level: string) => (message: string) => void log.push({ level, message });
  const logger: Logger = {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: () => logger,
  };
  return logger;
}
