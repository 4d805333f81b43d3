import type { RecordMetadata, SourceRecord, SourceTask } from "../connect/index.ts";
import type { RecordProducer, TaskConfigSet, TaskProgress } from "../ports/index.ts";
import { Checkpointer } from "./checkpoint.ts";
import { connectorConfig } from "./connector-config.ts";
import { createConvert } from "./convert.ts";
import { errorMessage } from "./error-trace.ts";
import { createOffsetReader } from "./offset-reader.ts";
import { createProduce, type ProduceListener } from "./produce.ts";
import type { TaskRun } from "./run-task.ts";
import { type BatchPlace, SubmittedRecords } from "./submitted-records.ts";
import type { HeldLease } from "./task-lease.ts";
import { requireValidConnector } from "./validate-connector.ts";
import type { Worker } from "./worker.ts";
import { producerProperties } from "./worker-config.ts";

/** A task with its stages, ready to run. */
export interface PreparedTask {
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
  const plugin = requireValidConnector(connector, configs.config, worker.plugins);
  const config = connectorConfig.parse(configs.config);
  held.times = { leaseMs: config["sluice.lease.ms"], heartbeatMs: config["sluice.heartbeat.ms"] };
  const task = (await plugin.load()).createTask();
  const kafka = worker.openKafka(producerProperties(worker.config, configs.config, held.lease));
  const producer = kafka.createProducer();
  const submitted = new SubmittedRecords(task.commitRecord && recordCommitter(worker, task));
  return {
    producer,
    progress: () => submitted.progress,
    run: {
      task,
      config: configs.tasks[number] ?? {},
      context: {
        connector,
        task: number,
        offsets: createOffsetReader(worker.tasks, connector),
        clock: worker.clock,
        signal: end,
        warn: (message) => worker.logger.warn(message),
      },
      convert: createConvert(configs.config, worker.config, worker.plugins),
      produce: createProduce({
        ...worker,
        producer,
        topics: kafka.topics,
        settings: kafka.settings,
        listener: watched(worker, held, submitted),
      }),
      checkpoint: new Checkpointer({
        worker,
        held,
        submitted,
        intervalMs: config["sluice.checkpoint.interval.ms"],
        commit: () => task.commit?.(),
      }),
      clock: worker.clock,
      random: worker.random,
      logger: worker.logger,
      end,
      drain: (config["sluice.run.mode"] ?? worker.defaultRunMode) === "drain",
      idleMs: config["sluice.idle.ms"],
    },
  };
}

/** Tells a task of each acknowledged record; its errors stop nothing (connect.md §1.4). */
function recordCommitter(worker: Worker, task: SourceTask) {
  const failed = (error: unknown): void =>
    worker.logger.warn(`SourceTask.commitRecord failed: ${errorMessage(error)}`, {}, error);
  return (record: SourceRecord, { topic, partition, baseOffset }: BatchPlace, index: number): void => {
    const metadata: RecordMetadata = { topic, partition, offset: baseOffset + BigInt(index) };
    try {
      Promise.resolve(task.commitRecord?.(record, metadata)).catch(failed);
    } catch (error) {
      failed(error);
    }
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
