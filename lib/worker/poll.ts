import { ConnectError, recordsBatch, type SourceBatch, type SourceTask } from "../connect/index.ts";
import type { Clock, Logger, Random } from "../ports/index.ts";
import { errorMessage } from "./error-trace.ts";

/** Kafka Connect's back-off between tries of a retriable operation (connect.md §5.7). */
const FIRST_RETRY_MS = 300;
const LONGEST_RETRY_MS = 60_000;

/** What polling needs to know. */
export interface PollOptions {
  readonly task: SourceTask;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Aborted when the task has to end, for whatever reason. */
  readonly end: AbortSignal;
  /** Whether an empty poll is the end. */
  readonly drain: boolean;
  /** Pause after an empty poll, in milliseconds. */
  readonly idleMs: number;
  /** While a poll takes longer than this, in milliseconds, empty batches let the caller do what is due. */
  readonly wakeMs: number;
}

const EMPTY = recordsBatch([]);

/**
 * The batches of a task, in order, until its source is drained or `end` is aborted. The next poll is under way while
 * the caller works on the last batch. An empty poll gives an empty batch, so that the caller's loop comes round.
 *
 * @throws whatever `SourceTask.poll` throws that is not retriable.
 */
export async function* poll(options: PollOptions): AsyncGenerator<SourceBatch, void, void> {
  const { clock, drain, end, idleMs } = options;
  let next: Promise<Polled> | undefined;
  let retries = 0;
  while (!end.aborted) {
    next ??= pollOnce(options);
    const polled = await settledWithin(next, options);
    if (!polled) {
      yield EMPTY;
      continue;
    }
    const { batch, error } = polled;
    next = undefined;
    if (error) {
      yield EMPTY;
      await clock.sleep(backOff(retries++, options.random), end);
      continue;
    }
    retries = 0;
    if (batch && batch.records.length > 0) {
      next = pollOnce(options);
      // Its failure is met when it is awaited; until then it must not count as unhandled.
      next.catch(() => undefined);
      yield* inParts(batch);
    } else if (drain) {
      return;
    } else {
      yield EMPTY;
      await clock.sleep(idleMs, end);
    }
  }
}

/** However much a poll returns: what is converted at a time stays small, so that it dies young. */
const MAX_RECORDS = 500;

function* inParts({ records }: SourceBatch): Generator<SourceBatch, void, void> {
  for (let from = 0; from < records.length; from += MAX_RECORDS) {
    yield recordsBatch(from === 0 && records.length <= MAX_RECORDS ? records : records.slice(from, from + MAX_RECORDS));
  }
}

interface Polled {
  readonly batch?: SourceBatch | null;
  readonly error?: ConnectError;
}

/** One poll; gives up waiting for it when the task has to end. A retriable error is a result, not a failure. */
async function pollOnce({ task, end, logger }: PollOptions): Promise<Polled> {
  const ended = Promise.withResolvers<Polled>();
  const giveUp = (): void => ended.resolve({ batch: null });
  end.addEventListener("abort", giveUp, { once: true });
  try {
    return await Promise.race([(async () => ({ batch: await task.poll() }))(), ended.promise]);
  } catch (error) {
    if (!(error instanceof ConnectError && error.retriable)) throw error;
    logger.warn(`Polling failed and will be tried again: ${errorMessage(error)}`, {}, error);
    return { error };
  } finally {
    end.removeEventListener("abort", giveUp);
  }
}

/** What was polled, or undefined if that takes longer than `wakeMs`. */
async function settledWithin(next: Promise<Polled>, { clock, wakeMs }: PollOptions): Promise<Polled | undefined> {
  const done = new AbortController();
  try {
    return await Promise.race([next, clock.sleep(wakeMs, done.signal).then(() => undefined)]);
  } finally {
    done.abort();
  }
}

function backOff(retries: number, random: Random): number {
  const delay = FIRST_RETRY_MS * 2 ** retries;
  return delay > LONGEST_RETRY_MS ? random.next() * LONGEST_RETRY_MS : delay;
}
