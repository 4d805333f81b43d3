import { ConfigError, ConnectError } from "../../../lib/connect/index.ts";
import type { Worker } from "../../../lib/worker/index.ts";
import type { Actor } from "../actor.ts";
import type { Cloud } from "./cloud.ts";

/** The ports by which functions start functions. */
export type Invokers = Required<Pick<Worker, "invoker" | "ticks" | "planner">>;

export function invokersOf({ world, judge, lambda }: Cloud, actor: Actor): Invokers {
  return {
    invoker: {
      invoke: (invocation) =>
        world.call(actor, "invoke", [invocation], () => {
          judge.starting(actor, invocation);
          lambda.startTask(invocation);
        }),
    },
    ticks: {
      invoke: (connectors, delayMs) =>
        world.call(actor, "askTick", [connectors, delayMs], () =>
          lambda.startScheduler({ kind: "asked", connectors }, delayMs),
        ),
    },
    planner: {
      async plan(connector, functionName, signal) {
        const answer = await world.call(actor, "plan", [connector, functionName], () => lambda.plan(connector), {
          signal,
        });
        if ("plan" in answer) return answer.plan;
        const { message, permanent } = answer.failure;
        throw permanent ? new ConfigError(message) : new ConnectError(message, { retriable: true });
      },
    },
  };
}
