import type { RecordMetadata, SourceRecord, SourceTask } from "../connect/index.ts";
import type { Logger } from "../ports/index.ts";
import { errorMessage } from "./error-trace.ts";
import type { BatchPlace } from "./submitted-records.ts";

/** Tells a task of each record that Kafka has (`SourceTask.commitRecord`). Its errors stop nothing (connect.md §1.4). */
export class RecordCommits {
  readonly #task: SourceTask;
  readonly #logger: Logger;
  readonly #underWay = new Set<Promise<void>>();

  constructor(task: SourceTask, logger: Logger) {
    this.#task = task;
    this.#logger = logger;
  }

  /** Hands a record over; a task that answers by a promise is waited for in `settled`. */
  commit(record: SourceRecord, { topic, partition, baseOffset }: BatchPlace, index: number): void {
    const metadata: RecordMetadata = { topic, partition, offset: baseOffset + BigInt(index) };
    try {
      const answer = this.#task.commitRecord?.(record, metadata);
      if (answer) this.#follow(answer);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Resolves when the task has answered for every record handed over so far. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #follow(answer: Promise<void>): void {
    const settled = answer.catch((error: unknown) => this.#failed(error)).finally(() => this.#underWay.delete(settled));
    this.#underWay.add(settled);
  }

  #failed(error: unknown): void {
    this.#logger.warn(`SourceTask.commitRecord failed: ${errorMessage(error)}`, {}, error);
  }
}
