import { type Scenario, tableProps } from "../scenario.ts";

/** Sources that fail by themselves. */
export const failureScenarios: readonly Scenario[] = [
  {
    name: "failing-source",
    about: "A row can't be read four times; the task is tried again, later each time.",
    isTroubled: true,
    async script(stage) {
      stage.write("c", { t0: 5, t1: 3 });
      const failing = { "fail.at": "3", "fail.times": "4", "tasks.max": "2" };
      await stage.operator.create("c", tableProps("c", "m1", failing));
    },
  },
  {
    name: "permanent-error",
    about: "A configuration that does not work: the task is not tried again until there is another one.",
    async script(stage) {
      stage.write("c", { t0: 5 });
      const failing = { "fail.at": "3", "fail.times": "-1", "fail.how": "config" };
      await stage.operator.create("c", tableProps("c", "m1", failing));
      await stage.wait(150_000);
      await stage.operator.change("c", tableProps("c", "m2"));
    },
  },
  {
    name: "planned-elsewhere",
    about: "A connector with a function of its own is planned there.",
    async script(stage) {
      stage.write("c", { t0: 4 });
      await stage.operator.create("c", tableProps("c", "m1", { "sluice.function": "own" }));
      await stage.wait(5_000);
      await stage.operator.change("c", tableProps("c", "m2", { "sluice.function": "own" }));
      stage.write("c", { t0: 2 });
    },
  },
];
