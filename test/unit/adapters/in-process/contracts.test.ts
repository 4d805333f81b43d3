import { describe } from "vitest";
import { createInProcessTaskInvoker } from "../../../../lib/adapters/in-process/task-invoker.ts";
import { createInProcessTickInvoker } from "../../../../lib/adapters/in-process/tick-invoker.ts";
import { systemClock } from "../../../../lib/adapters/system/clock.ts";
import type { TaskInvocation } from "../../../../lib/ports/index.ts";
import { taskInvokerContract } from "../../../contracts/task-invoker.ts";
import { tickInvokerContract } from "../../../contracts/tick-invoker.ts";

describe("in this process: TaskInvoker", () => {
  taskInvokerContract(async () => {
    const started: TaskInvocation[] = [];
    const invoker = createInProcessTaskInvoker((invocation) => {
      started.push(invocation);
      return new Promise(() => undefined);
    });
    return { invoker, started: async () => started };
  });
});

describe("in this process: TickInvoker", () => {
  tickInvokerContract(async () => {
    const invoker = createInProcessTickInvoker(systemClock, new AbortController().signal);
    return {
      invoker,
      async isAsked(_connectors, withinMs) {
        const limit = AbortSignal.timeout(withinMs);
        await invoker.asked(limit);
        return !limit.aborted;
      },
    };
  });
});
