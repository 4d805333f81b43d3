/** Asks the scheduler to look at some connectors. Asked for too often, late or in vain it does no harm. */
export interface TickInvoker {
  /**
   * Asks for a tick of these connectors and does not wait for it.
   *
   * @param delayMs Not before that many milliseconds; 900,000 at most.
   * @throws a retriable error if the request was refused for now.
   */
  invoke(connectors: readonly string[], delayMs?: number): Promise<void>;
}
