import { ConnectError } from "../../connect/index.ts";
import type { Clock } from "../../ports/index.ts";

const MAX_TRIES = 8;
const PAUSE_MS = 250;

/**
 * Reads and writes again until a write was accepted: one that was refused, or whose answer is missing, is decided anew.
 *
 * @param attempt Reads, decides, writes; false: the write was refused.
 * @throws ConnectError when others change the connector all the time; whatever an attempt throws that is not retriable.
 */
export async function untilAccepted(clock: Clock, connector: string, attempt: () => Promise<boolean>): Promise<void> {
  let cause: unknown;
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    if (tries > 1) await clock.sleep(PAUSE_MS);
    try {
      if (await attempt()) return;
    } catch (error) {
      if (!(error instanceof ConnectError && error.retriable)) throw error;
      cause = error;
    }
  }
  throw new ConnectError(
    `Connector ${connector} could not be written to the config store in ${MAX_TRIES} tries: do it again.`,
    { cause },
  );
}
