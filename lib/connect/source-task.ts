import type { OffsetReader } from "./offset.ts";
import type { SourceBatch } from "./source-batch.ts";
import type { SourceRecord } from "./source-record.ts";

/** The configuration of one task: what `SourceTask.start` gets. */
export type TaskConfig = Readonly<Record<string, string>>;

/** Time, as tasks see it: never `Date.now()` or `setTimeout`, which a simulation can't steer. */
export interface TaskClock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Resolves after `ms` milliseconds, or at once when the signal is aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What a task gets from the worker (Kafka Connect's `SourceTaskContext`). */
export interface SourceTaskContext {
  readonly connector: string;
  /** Number of the task, from 0. */
  readonly task: number;
  readonly offsets: OffsetReader;
  readonly clock: TaskClock;
  /** Aborted when the task has to end: whatever waits inside `poll` returns soon. */
  readonly signal: AbortSignal;
  /** Something the user should know but that stops nothing. Never a secret. */
  warn(message: string): void;
}

/** Where Kafka put a record. */
export interface RecordMetadata {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/**
 * Reads one slice of a source (`org.apache.kafka.connect.source.SourceTask`, connect.md §1.4). A new object for every
 * start. The worker calls one method at a time, but for `commitRecord` and `commit`, which may come while `poll` waits.
 */
export interface SourceTask {
  /** Opens the source and goes on from the stored offsets. When it throws, `stop` is still called. */
  start(config: TaskConfig, context: SourceTaskContext): Promise<void> | void;
  /**
   * The next records. null: there is nothing now. Returns null at once rather than wait for new data: the worker
   * decides whether to ask again later (continuous) or to end the invocation (drain).
   *
   * @throws RetriableError to be asked again; any other error fails the task.
   */
  poll(): Promise<SourceBatch | null> | SourceBatch | null;
  /** Called after every checkpoint, which may have moved nothing. An error is logged, no more. */
  commit?(): Promise<void> | void;
  /** Called for each record once Kafka has it; null: it was dropped on the way. An error is logged, no more. */
  commitRecord?(record: SourceRecord, metadata: RecordMetadata | null): Promise<void> | void;
  /** Closes what `start` opened. */
  stop(): Promise<void> | void;
}
