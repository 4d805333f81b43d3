import { setTimeout as sleep } from "node:timers/promises";
import { type FaultKind, type FaultPlan, lengthOf } from "./fault.ts";

/** DynamoDB is away for a while. */
export const stopDynamoDb: FaultKind = {
  name: "stop DynamoDB",
  weight: 1,
  describe: (plan) => `away for ${downMs(plan)} ms`,
  inject: ({ servers, turns }, plan) =>
    turns.take("DynamoDB", async () => {
      await servers.dynamoDb.stopServer();
      await sleep(downMs(plan));
      await servers.dynamoDb.startServer();
      return "DynamoDB";
    }),
};

const downMs = (plan: FaultPlan): number => lengthOf(plan, 50, 3_000);
