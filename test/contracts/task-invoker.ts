import { expect, test } from "vitest";
import type { TaskInvocation, TaskInvoker } from "../../lib/ports/index.ts";

/** An invoker, and a place where the tasks that it starts arrive. */
export interface TaskInvokerUnderTest {
  readonly invoker: TaskInvoker;
  /** Waits until so many tasks of the connector have been started; they go on until then. */
  readonly started: (connector: string, count: number) => Promise<readonly TaskInvocation[]>;
}

/**
 * What every TaskInvoker does: it starts a task somewhere, tells it no more than connector, task and generation, and does
 * not wait for its end.
 *
 * @param open Called once a test.
 */
export function taskInvokerContract(open: () => Promise<TaskInvokerUnderTest>): void {
  const newName = (): string => `Bücher 📚 "${crypto.randomUUID()}"`;

  test("starts the task that the invocation names", async () => {
    const { invoker, started } = await open();
    const invocation = { connector: newName(), task: 3, generation: 2 ** 40 };
    await invoker.invoke(invocation);
    expect(await started(invocation.connector, 1)).toEqual([invocation]);
  });

  test("does not wait for the end of a task, and starts others meanwhile", async () => {
    const { invoker, started } = await open();
    const connector = newName();
    const invocations = Array.from({ length: 5 }, (_, task) => ({ connector, task, generation: 1 }));
    for (const invocation of invocations) await invoker.invoke(invocation);
    const tasks = (await started(connector, 5)).map(({ task }) => task);
    expect(new Set(tasks)).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  test("starts a task that is at work once more: the lease decides, not the invoker", async () => {
    const { invoker, started } = await open();
    const invocation = { connector: newName(), task: 0, generation: 1 };
    await Promise.all([invoker.invoke(invocation), invoker.invoke(invocation)]);
    expect(await started(invocation.connector, 2)).toEqual([invocation, invocation]);
  });
}
