/** What a tick is asked for; as JSON a message to the scheduler. */
export interface TickRequest {
  readonly connectors: readonly string[];
  /** Only to take over what has died and to try again what has failed: tasks that ended in order stay as they are. */
  readonly takeover?: boolean;
}

/** Asks the scheduler to look at some connectors. Asked for too often, late or in vain it does no harm. */
export interface TickInvoker {
  /**
   * Asks for a tick and does not wait for it.
   *
   * @param delayMs Not before that many milliseconds; 900,000 at most.
   * @throws a retriable error if the request was refused for now.
   */
  invoke(request: TickRequest, delayMs?: number): Promise<void>;
}
