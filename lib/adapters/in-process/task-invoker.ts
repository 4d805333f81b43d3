import type { TaskInvocation, TaskInvoker } from "../../ports/task-invoker.ts";

/** An invoker that knows when everything it started has ended. */
export interface InProcessTaskInvoker extends TaskInvoker {
  /**
   * Resolves when no started run is under way any more, those started meanwhile included.
   *
   * @throws what a run threw since the last call; several as an AggregateError.
   */
  settled(): Promise<void>;
}

/**
 * Runs tasks in this process, in the background (standalone mode).
 *
 * @param run One task run, from its lease to its end. It reports its own failures; what it throws nevertheless is kept
 *   for `settled`.
 */
export function createInProcessTaskInvoker(run: (invocation: TaskInvocation) => Promise<void>): InProcessTaskInvoker {
  const running = new Set<Promise<void>>();
  let errors: unknown[] = [];

  async function runAndRemember(invocation: TaskInvocation): Promise<void> {
    try {
      await run(invocation);
    } catch (error) {
      errors.push(error);
    }
  }

  return {
    async invoke(invocation) {
      const started = runAndRemember(invocation);
      running.add(started);
      void started.then(() => running.delete(started));
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
      const thrown = errors;
      errors = [];
      if (thrown.length > 1) throw new AggregateError(thrown, `${thrown.length} task runs ended with an error`);
      if (thrown.length === 1) throw thrown[0];
    },
  };
}
