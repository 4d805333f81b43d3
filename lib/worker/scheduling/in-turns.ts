import type { Clock } from "../../ports/index.ts";
import { inParallel } from "./in-parallel.ts";

/** How many have a turn at once. */
export interface Turns {
  readonly concurrency: number;
  /** A turn that takes longer than so many milliseconds goes on beside the others. */
  readonly patienceMs: number;
  /** At most so many turns go on beside the others; when there are more, the next ones wait as well. */
  readonly mostSlow: number;
}

/**
 * Does work for every item in order, for so many at once that a few which hang hold nobody up: at most `concurrency`,
 * and `mostSlow` more that take long.
 *
 * @throws the first failure, when all have ended.
 */
export async function inTurns<T>(
  items: readonly T[],
  { concurrency, patienceMs, mostSlow }: Turns,
  clock: Clock,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const slow = new Set<Promise<void>>();
  await inParallel(items, concurrency, async (item) => {
    const turn = work(item);
    if (!(await takesLonger(clock, turn, patienceMs)) || slow.size >= mostSlow) return turn;
    slow.add(turn);
    // One that fails stays, so that its failure is told in the end.
    turn.then(
      () => slow.delete(turn),
      () => undefined,
    );
  });
  await inParallel([...slow], slow.size, (turn) => turn);
}

async function takesLonger(clock: Clock, turn: Promise<void>, ms: number): Promise<boolean> {
  const ended = new AbortController();
  const over = clock.sleep(ms, ended.signal).then(() => true);
  try {
    return await Promise.race([turn.then(() => false), over]);
  } finally {
    ended.abort();
  }
}
