import type { Trouble } from "../trouble.ts";

/** How the simulated account is set up. */
export interface CloudOptions {
  /** Time limits of the functions, in milliseconds. Default: 120,000 and 60,000. */
  readonly taskLimitMs?: number;
  readonly schedulerLimitMs?: number;
  /** Whether the scheduler hears of tasks that died. Default: yes. */
  readonly onFailure?: "works" | "lost";
  /** Clocks are wrong by up to that many milliseconds either way. Default: 0. */
  readonly skewMs?: number;
  /** How much later every event that starts a task comes again, in milliseconds. Default: it does not. */
  readonly repeatedEvents?: readonly number[];
  /** How many ticks the schedule asks for at once. Default: 1. */
  readonly schedulers?: number;
  /** How many source partitions a checkpoint may hold. Default: DynamoDB's number. */
  readonly maxPartitions?: number;
  /**
   * `nodes`: the real sender over two simulated nodes. Default: a Kafka that does what the port promises, one call a
   * batch.
   */
  readonly kafka?: "nodes";
  /** Of the real sender. */
  readonly producerProperties?: Readonly<Record<string, string>>;
  /** What happens to Kafka's nodes, by the number of the request. */
  readonly disturbances?: Trouble["disturbances"];
  /** Whether it is judged how soon dead tasks are taken over. Default: no. */
  readonly judgeTakeovers?: boolean;
  /** Whether records may come more than once. Default: yes. */
  readonly mayRepeat?: boolean;
  /** Worker properties beside those that every worker needs. */
  readonly workerConfig?: Readonly<Record<string, string>>;
}
