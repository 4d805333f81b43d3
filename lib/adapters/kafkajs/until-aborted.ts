import { ConnectError } from "../../connect/index.ts";

/**
 * What the promise gives, but no later than the signal's end. The promise itself goes on: whoever made it ends it.
 *
 * @throws ConnectError as `waitEnded` says as soon as the signal is aborted.
 */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await promise;
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(waitEnded(signal));
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  try {
    return await Promise.race([promise, ended]);
  } finally {
    signal.removeEventListener("abort", end);
  }
}

/** Why something that waits for Kafka gives up: the reason of its signal, if that is a sentence for users. */
export function waitEnded({ reason }: AbortSignal): ConnectError {
  if (reason instanceof ConnectError) return reason;
  return new ConnectError("Kafka had not answered yet when the wait for it was ended", { cause: reason });
}
