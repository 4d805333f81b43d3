import type { SourceTask, SourceTaskContext, TaskConfig } from "../connect/index.ts";
import type { Checkpointer } from "./checkpoint.ts";
import type { Convert } from "./convert.ts";
import { poll, type PollOptions } from "./poll.ts";
import type { Produce } from "./produce.ts";

/** The stages of one task, ready to run. */
export interface TaskRun extends PollOptions {
  readonly task: SourceTask;
  readonly config: TaskConfig;
  readonly context: SourceTaskContext;
  readonly convert: Convert;
  readonly produce: Produce;
  readonly checkpoint: Checkpointer;
}

/**
 * The way of a record. Goes on until the source is drained or `end` is aborted; then waits for every acknowledgement.
 * The last checkpoint is the caller's, who also has to make it after a failure.
 *
 * @throws the first failure of any stage, with its stage.
 */
export async function runTask(run: TaskRun): Promise<void> {
  const { task, convert, produce, checkpoint } = run;
  await task.start(run.config, run.context);
  for await (const batch of poll(run)) {
    await produce.produce(await convert(batch));
    await checkpoint.ifDue();
  }
  await produce.flush();
}
