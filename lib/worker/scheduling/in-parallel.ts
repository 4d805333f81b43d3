/** How many calls of a port one connector may have under way, so that one with many tasks leaves room for the others. */
export const CALLS_AT_ONCE = 8;

/** Does work for every item in order, for at most so many at once. @throws the first failure, when all have ended. */
export async function inParallel<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const next = items.values();
  const worker = async (): Promise<void> => {
    for (const item of next) await work(item);
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  const failed = ended.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}
