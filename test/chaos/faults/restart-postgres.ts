import { setTimeout as sleep } from "node:timers/promises";
import { type FaultKind, type FaultPlan, lengthOf } from "./fault.ts";

/** The database of the source ends every connection and comes back. */
export const restartPostgres: FaultKind = {
  name: "restart PostgreSQL",
  weight: 2,
  describe: (plan) => `away for ${downMs(plan)} ms`,
  inject: ({ servers, turns }, plan) =>
    turns.take("PostgreSQL", async () => {
      await servers.postgres.stopServer();
      await sleep(downMs(plan));
      await servers.postgres.startServer();
      return "PostgreSQL";
    }),
};

const downMs = (plan: FaultPlan): number => lengthOf(plan, 50, 2_000);
