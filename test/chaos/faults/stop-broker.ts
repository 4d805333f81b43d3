import { setTimeout as sleep } from "node:timers/promises";
import { leaderOf } from "../leader-of.ts";
import { type FaultKind, type FaultPlan, lengthOf, targetOf } from "./fault.ts";

/** A broker ends, by SIGTERM or SIGKILL, and comes back. The other one stays: no partition is away for long. */
export const stopBroker: FaultKind = {
  name: "stop broker",
  weight: 1,
  describe: (plan) =>
    `the leader of the topic at ${plan.target}/1000 by ${signalOf(plan)}, away for ${downMs(plan)} ms`,
  inject: ({ servers, turns, topics }, plan) =>
    turns.take("kafka", async () => {
      const node = await leaderOf(servers.kafka.bootstrap, targetOf(plan, topics));
      await servers.kafka.stopNode(node, signalOf(plan));
      await sleep(downMs(plan));
      await servers.kafka.startNode(node);
      return `node ${node}`;
    }),
};

const signalOf = ({ coin }: FaultPlan): "SIGTERM" | "SIGKILL" => (coin ? "SIGTERM" : "SIGKILL");
const downMs = (plan: FaultPlan): number => lengthOf(plan, 100, 2_000);
