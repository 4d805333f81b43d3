import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { type FaultKind, type FaultPlan, lengthOf } from "./fault.ts";

/**
 * DynamoDB answers nothing for a while, sometimes longer than a request may take, and then everything at once: writes
 * take effect late, also those of tasks that have given up or have lost their lease.
 */
export const freezeDynamoDb: FaultKind = {
  name: "freeze DynamoDB",
  weight: 3,
  describe: (plan) => `for ${freezeMs(plan)} ms`,
  inject: ({ servers, turns }, plan) =>
    turns.take("DynamoDB", async () => {
      const { pid } = servers.dynamoDb;
      process.kill(pid, "SIGSTOP");
      await sleep(freezeMs(plan));
      process.kill(pid, "SIGCONT");
      return "DynamoDB";
    }),
};

const freezeMs = (plan: FaultPlan): number => lengthOf(plan, 300, 6_500);
