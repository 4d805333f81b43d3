import type { FaultKind, FaultPlan } from "./fault.ts";

/** Another configuration, so another generation: the tables are split among more or fewer tasks. */
export const changeTasksMax: FaultKind = {
  name: "change tasks.max",
  weight: 3,
  describe: (plan) => `to ${tasksMax(plan)}, or one less`,
  inject: ({ operator, turns }, plan) =>
    turns.take("operator", async () => `to ${await operator.changeTasksMax(tasksMax(plan))}`),
};

/** From 2 to 4; where it is that already, the operator takes one less. */
const tasksMax = ({ target }: FaultPlan): number => 2 + Math.floor((target * 3) / 1000);
