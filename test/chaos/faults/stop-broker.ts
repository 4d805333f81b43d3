import { setTimeout as sleep } from "node:timers/promises";
import type { NodeId } from "../../../lib/local/kafka.ts";
import { type FaultKind, type FaultPlan, lengthOf } from "./fault.ts";

/** A broker ends, by SIGTERM or SIGKILL, and comes back. The other one stays: no partition is away for long. */
export const stopBroker: FaultKind = {
  name: "stop broker",
  weight: 1,
  describe: (plan) => `node ${nodeOf(plan)} by ${signalOf(plan)}, away for ${downMs(plan)} ms`,
  inject: ({ servers, turns }, plan) =>
    turns.take("kafka", async () => {
      const node = nodeOf(plan);
      await servers.kafka.stopNode(node, signalOf(plan));
      await sleep(downMs(plan));
      await servers.kafka.startNode(node);
      return `node ${node}`;
    }),
};

const nodeOf = ({ target }: FaultPlan): NodeId => (target < 500 ? 1 : 2);
const signalOf = ({ coin }: FaultPlan): "SIGTERM" | "SIGKILL" => (coin ? "SIGTERM" : "SIGKILL");
const downMs = (plan: FaultPlan): number => lengthOf(plan, 100, 2_000);
