import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { leaderOf } from "../leader-of.ts";
import { type FaultKind, type FaultPlan, lengthOf, targetOf } from "./fault.ts";

/**
 * A broker says nothing for a while, and then everything at once: what was sent to it is written late, and nobody knows
 * whether. Every other time all tasks die just before it wakes, with what Kafka has not acknowledged.
 */
export const freezeBroker: FaultKind = {
  name: "freeze broker",
  weight: 4,
  describe: (plan) =>
    `the leader of the topic at ${plan.target}/1000 for ${freezeMs(plan)} ms${plan.coin ? ", and all tasks die before it wakes" : ""}`,
  inject: ({ servers, lambda, turns, topics }, plan) =>
    turns.take("kafka", async () => {
      const node = await leaderOf(servers.kafka.bootstrap, targetOf(plan, topics));
      const pid = servers.kafka.pidOf(node);
      process.kill(pid, "SIGSTOP");
      try {
        await sleep(freezeMs(plan));
        const victims = plan.coin ? lambda.atWork() : [];
        for (const call of victims) lambda.kill(call, isReported(plan));
        return [`node ${node}`, ...victims.map(({ title }) => title)].join(", ");
      } finally {
        process.kill(pid, "SIGCONT");
      }
    }),
};

const freezeMs = (plan: FaultPlan): number => lengthOf(plan, 500, 4_000);
const isReported = ({ delayMs }: FaultPlan): boolean => delayMs % 2 === 0;
