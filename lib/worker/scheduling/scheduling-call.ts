import { retryCall } from "../retry-call.ts";
import type { Worker } from "../worker.ts";
import { CallLimit } from "./call-limit.ts";

/** What every step of scheduling one connector needs. */
export interface SchedulingCall {
  /** Its logger names the connector, if it is for one. */
  readonly worker: Worker;
  /** When the connector's turn is over, in milliseconds since 1970-01-01 UTC. */
  readonly until: number;
  /** Does a call of a port when there is room for it. */
  readonly once: <T>(call: () => Promise<T>) => Promise<T>;
  /** The same, and repeats it while its outcome is unknown and the time is not over. */
  readonly attempt: <T>(call: () => Promise<T>) => Promise<T>;
}

/**
 * At most so many calls of one tick are under way: clients open some 50 connections, and what waits for one of those
 * counts as not answered.
 */
export const MOST_CALLS = 48;

/**
 * @param until When the connector's turn is over, in milliseconds since 1970-01-01 UTC.
 * @param limit Shared by all connectors of a tick.
 */
export function schedulingCall(
  host: Worker,
  connector: string | undefined,
  until: number,
  limit = new CallLimit(MOST_CALLS),
): SchedulingCall {
  const worker = connector === undefined ? host : { ...host, logger: host.logger.child({ connector }) };
  const { clock, random } = worker;
  const once = <T>(call: () => Promise<T>): Promise<T> => limit.run(call);
  return { worker, until, once, attempt: (call) => retryCall(() => once(call), { clock, random, until }) };
}
