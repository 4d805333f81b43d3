import { ConfigError, ConnectError } from "../../../lib/connect/index.ts";
import type { Worker } from "../../../lib/worker/index.ts";
import type { Actor } from "../actor.ts";
import type { Cloud } from "./cloud.ts";

/** The ports by which functions start functions. */
export type Invokers = Required<Pick<Worker, "invoker" | "ticks" | "planner">>;

export function invokersOf({ world, judge, functions }: Cloud, actor: Actor): Invokers {
  return {
    invoker: {
      invoke: (invocation) =>
        world.call(actor, "invoke", [invocation], () => {
          judge.starting(actor, invocation);
          functions.startTask(invocation);
        }),
    },
    ticks: {
      invoke: (request, delayMs) =>
        world.call(actor, "askTick", [request, delayMs], () => functions.send(JSON.stringify(request), delayMs)),
    },
    planner: {
      async plan(connector, functionName, signal) {
        const answer = await world.call(actor, "plan", [connector, functionName], () => functions.plan(connector), {
          signal,
        });
        if ("plan" in answer) return answer.plan;
        const { message, permanent } = answer.failure;
        throw permanent ? new ConfigError(message) : new ConnectError(message, { retriable: true });
      },
    },
  };
}
