import type { NodeId } from "../../../lib/local/kafka.ts";
import { type FaultKind, type FaultPlan, targetOf } from "./fault.ts";

/** The other broker leads a topic's partition from now on. */
export const moveLeader: FaultKind = {
  name: "move leader",
  weight: 4,
  describe: (plan) => `of the topic at ${plan.target}/1000, to node ${nodeOf(plan)}`,
  inject: ({ servers, turns, topics }, plan) =>
    turns.take("kafka", async () => {
      const topic = targetOf(plan, topics);
      await servers.kafka.moveLeader(topic, 0, nodeOf(plan));
      return `${topic} to node ${nodeOf(plan)}`;
    }),
};

const nodeOf = ({ coin }: FaultPlan): NodeId => (coin ? 1 : 2);
