import type { RecordProducer, TaskConfigSet, TaskProgress } from "../ports/index.ts";
import { Checkpointer } from "./checkpoint.ts";
import { type ConnectorConfig, connectorConfig } from "./config/connector-config.ts";
import { requireValidConnector } from "./config/validate-connector.ts";
import { producerProperties } from "./config/worker-config.ts";
import { createConvert } from "./convert.ts";
import { createOffsetReader } from "./offset-reader.ts";
import { createProduce, type ProduceListener } from "./produce.ts";
import { RecordCommits } from "./record-commits.ts";
import type { TaskRun } from "./run-task.ts";
import { SubmittedRecords } from "./submitted-records.ts";
import type { HeldLease } from "./task-lease.ts";
import type { Worker } from "./worker.ts";

/** A task with its stages, ready to run. */
export interface PreparedTask {
  readonly config: ConnectorConfig;
  readonly run: TaskRun;
  readonly producer: RecordProducer;
  /** What Kafka has acknowledged so far. */
  progress(): TaskProgress;
}

/**
 * Puts the stages of a leased task together from the configurations of its generation. Connects to nothing.
 *
 * @param end Aborted when the task has to end.
 * @throws ConfigError naming the connector and every mistake in its configuration.
 */
export async function prepareTask(
  worker: Worker,
  held: HeldLease,
  configs: TaskConfigSet,
  end: AbortSignal,
): Promise<PreparedTask> {
  const { connector, task: number } = held.lease;
  const { clock, logger, random } = worker;
  const plugin = requireValidConnector(connector, configs.config, worker.plugins);
  const config = connectorConfig.parse(configs.config);
  const task = (await plugin.load()).createTask();
  const kafka = worker.openKafka(producerProperties(worker.config, configs.config, held.lease));
  const producer = kafka.createProducer();
  const commits = new RecordCommits(task, logger);
  const submitted = new SubmittedRecords(
    task.commitRecord && ((record, place, index) => commits.commit(record, place, index)),
  );
  const checkpointMs = config["sluice.checkpoint.interval.ms"];
  const checkpoint = new Checkpointer({
    worker,
    held,
    submitted,
    intervalMs: checkpointMs,
    async commit() {
      await commits.settled();
      await task.commit?.();
    },
  });
  return {
    config,
    producer,
    progress: () => submitted.progress,
    run: {
      task,
      config: configs.tasks[number] ?? {},
      context: {
        connector,
        task: number,
        offsets: createOffsetReader(worker, connector, end, (partition, offset) => checkpoint.known(partition, offset)),
        clock,
        signal: end,
        warn: (message) => logger.warn(message),
      },
      convert: createConvert(configs.config, worker.config, worker.plugins),
      produce: createProduce({
        clock,
        random,
        producer,
        topics: kafka.topics,
        settings: kafka.settings,
        listener: watched(worker, held, submitted),
      }),
      checkpoint,
      clock,
      random,
      logger,
      end,
      drain: (config["sluice.run.mode"] ?? worker.defaultRunMode) === "drain",
      idleMs: config["sluice.idle.ms"],
      wakeMs: checkpointMs,
    },
  };
}

function watched({ onAdvance }: Worker, held: HeldLease, submitted: SubmittedRecords): ProduceListener {
  if (!onAdvance) return submitted;
  const { connector, task } = held.lease;
  return {
    appended: (record, batch) => submitted.appended(record, batch),
    acknowledged(batch, place) {
      submitted.acknowledged(batch, place);
      onAdvance({ connector, task, topic: place.topic, ...submitted.progress });
    },
  };
}
