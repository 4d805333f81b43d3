import { type Scenario, tableProps } from "../scenario.ts";

/** Plans that change while their tasks are at work: every poll takes seconds. */
const slow = (marker: string, tasks: number): Record<string, string> =>
  tableProps("c", marker, { "tasks.max": String(tasks), "poll.ms": "9000", "sluice.checkpoint.interval.ms": "5000" });

export const regroupingScenarios: readonly Scenario[] = [
  {
    name: "table-appears",
    about: "A table appears while two tasks are at work, and goes to one of them with another grouping.",
    async script(stage) {
      stage.write("c", { t1: 8, t3: 8 });
      await stage.operator.create("c", slow("m1", 2));
      await stage.wait(45_000);
      stage.write("c", { t2: 3, t4: 2 });
    },
  },
  {
    name: "table-goes",
    about: "A table goes away while three tasks are at work.",
    async script(stage) {
      stage.write("c", { t0: 12, t1: 12, t2: 12 });
      await stage.operator.create("c", slow("m1", 3));
      await stage.wait(40_000);
      stage.drop("c", "t1");
    },
  },
  {
    name: "config-change",
    about: "Another configuration while a task is at work.",
    async script(stage) {
      stage.write("c", { t0: 8 });
      await stage.operator.create("c", slow("m1", 1));
      await stage.wait(15_000);
      await stage.operator.change("c", slow("m2", 1));
    },
  },
  {
    name: "config-changes",
    about: "Two changes one right after the other.",
    async script(stage) {
      stage.write("c", { t0: 6, t1: 4 });
      await stage.operator.create("c", slow("m1", 1));
      await stage.wait(15_000);
      await stage.operator.change("c", slow("m2", 2));
      await stage.wait(1_500);
      await stage.operator.change("c", slow("m3", 1));
    },
  },
  {
    name: "tasks-max-grows",
    about: "One task becomes two.",
    async script(stage) {
      stage.write("c", { t0: 6, t1: 4 });
      await stage.operator.create("c", slow("m1", 1));
      await stage.wait(25_000);
      await stage.operator.change("c", slow("m1", 2));
    },
  },
  {
    name: "tasks-max-shrinks",
    about: "Two tasks become one, and two again.",
    async script(stage) {
      stage.write("c", { t0: 6, t1: 6 });
      await stage.operator.create("c", slow("m1", 2));
      await stage.wait(15_000);
      await stage.operator.change("c", slow("m1", 1));
      await stage.wait(30_000);
      await stage.operator.change("c", slow("m1", 2));
    },
  },
  {
    name: "grace-over",
    about: "A task that does not make way in time is fenced: its polls take longer than the grace.",
    mayRepeat: true,
    async script(stage) {
      stage.write("c", { t0: 4, t1: 2 });
      const props = (marker: string) => ({
        ...slow(marker, 1),
        "sluice.drain.grace.ms": "0",
        "sluice.control.interval.ms": "30000",
      });
      await stage.operator.create("c", props("m1"));
      await stage.wait(12_000);
      await stage.operator.change("c", props("m2"));
    },
  },
  {
    name: "grace-over-regroup",
    about: "A slow task is fenced, and one of its tables goes to a faster one at once.",
    mayRepeat: true,
    async script(stage) {
      stage.write("c", { t0: 4, t1: 8 });
      const impatient = { "sluice.drain.grace.ms": "0", "sluice.control.interval.ms": "30000" };
      await stage.operator.create("c", { ...slow("m1", 1), ...impatient });
      await stage.wait(12_000);
      await stage.operator.change("c", { ...slow("m2", 2), ...impatient, "poll.ms": "500" });
    },
  },
];
