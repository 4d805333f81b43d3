/** What a task invocation is told: no more than which task of which generation. The rest it reads after its lease. */
export interface TaskInvocation {
  readonly connector: string;
  readonly task: number;
  readonly generation: number;
}

/** Starts a task somewhere and does not wait for its end. A late or doubled start is harmless: the lease decides. */
export interface TaskInvoker {
  /**
   * @param functionName The connector's own function (`sluice.function`); default: the one that all others share.
   * @throws a retriable error if the start was refused for now (throttled).
   */
  invoke(invocation: TaskInvocation, functionName?: string): Promise<void>;
}
