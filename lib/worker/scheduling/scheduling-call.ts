import { retryCall } from "../retry-call.ts";
import type { Worker } from "../worker.ts";

/** What every step of scheduling one connector needs. */
export interface SchedulingCall {
  /** Its logger names the connector. */
  readonly worker: Worker;
  /** When the connector's turn is over, in milliseconds since 1970-01-01 UTC. */
  readonly until: number;
  /** Does a call of a port, and repeats it while its outcome is unknown and the time is not over. */
  readonly attempt: <T>(call: () => Promise<T>) => Promise<T>;
}

/** @param until When the connector's turn is over, in milliseconds since 1970-01-01 UTC. */
export function schedulingCall(host: Worker, connector: string, until: number): SchedulingCall {
  const worker = { ...host, logger: host.logger.child({ connector }) };
  const { clock, random } = worker;
  return { worker, until, attempt: (call) => retryCall(call, { clock, random, until }) };
}
