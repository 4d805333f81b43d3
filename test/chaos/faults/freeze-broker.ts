import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import type { NodeId } from "../../../lib/local/kafka.ts";
import { type FaultKind, type FaultPlan, lengthOf, targetOf } from "./fault.ts";

/**
 * A broker says nothing for a while, and then everything at once: what is sent to it is written late, and nobody knows
 * whether. Every other time a task dies just before that, with whatever Kafka has not acknowledged.
 */
export const freezeBroker: FaultKind = {
  name: "freeze broker",
  weight: 4,
  describe: (plan) =>
    `node ${nodeOf(plan)} for ${freezeMs(plan)} ms${plan.coin ? ", and kill a task before it wakes" : ""}`,
  inject: ({ servers, lambda, turns }, plan) =>
    turns.take("kafka", async () => {
      const pid = servers.kafka.pidOf(nodeOf(plan));
      process.kill(pid, "SIGSTOP");
      try {
        await sleep(freezeMs(plan));
        const atWork = lambda.atWork();
        if (!plan.coin || atWork.length === 0) return `node ${nodeOf(plan)}`;
        const call = targetOf(plan, atWork);
        lambda.kill(call, plan.length % 2 === 0);
        return `node ${nodeOf(plan)}, killed ${call.title}`;
      } finally {
        process.kill(pid, "SIGCONT");
      }
    }),
};

const nodeOf = ({ delayMs }: FaultPlan): NodeId => (delayMs % 2 === 0 ? 1 : 2);
const freezeMs = (plan: FaultPlan): number => lengthOf(plan, 500, 4_000);
