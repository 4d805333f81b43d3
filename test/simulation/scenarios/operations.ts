import { type Scenario, tableProps } from "../scenario.ts";

const slow = (marker: string): Record<string, string> =>
  tableProps("c", marker, { "poll.ms": "4000", "sluice.checkpoint.interval.ms": "3000" });

/** What operators do with a connector whose task is at work. */
export const operationScenarios: readonly Scenario[] = [
  {
    name: "pause",
    about: "Paused in mid-work and resumed.",
    async script(stage) {
      stage.write("c", { t0: 8 });
      await stage.operator.create("c", slow("m1"));
      await stage.wait(8_000);
      await stage.operator.setState("c", "PAUSED");
      await stage.wait(20_000);
      await stage.operator.setState("c", "RUNNING");
    },
  },
  {
    name: "stop",
    about: "Stopped in mid-work and resumed.",
    async script(stage) {
      stage.write("c", { t0: 8 });
      await stage.operator.create("c", slow("m1"));
      await stage.wait(8_000);
      await stage.operator.setState("c", "STOPPED");
      await stage.wait(20_000);
      await stage.operator.setState("c", "RUNNING");
    },
  },
  {
    name: "stopped-for-good",
    about: "Stopped in mid-work.",
    async script(stage) {
      stage.write("c", { t0: 8 });
      await stage.operator.create("c", slow("m1"));
      await stage.wait(8_000);
      await stage.operator.setState("c", "STOPPED");
    },
  },
  {
    name: "delete",
    about: "Deleted in mid-work.",
    async script(stage) {
      stage.write("c", { t0: 8, t1: 2 });
      await stage.operator.create("c", { ...slow("m1"), "tasks.max": "2" });
      await stage.wait(8_000);
      await stage.operator.delete("c");
    },
  },
  {
    name: "delete-and-create",
    about: "Deleted in mid-work and created again at once.",
    async script(stage) {
      stage.write("c", { t0: 8, t1: 2 });
      await stage.operator.create("c", { ...slow("m1"), "tasks.max": "2" });
      await stage.wait(8_000);
      await stage.operator.delete("c");
      await stage.operator.create("c", slow("m2"));
    },
  },
  {
    name: "delete-and-create-later",
    about: "Deleted, and created again while what was left is being taken away; there are new rows later.",
    async script(stage) {
      stage.write("c", { t0: 4 });
      await stage.operator.create("c", tableProps("c", "m1"));
      await stage.wait(8_000);
      await stage.operator.delete("c");
      await stage.wait(60);
      await stage.operator.create("c", tableProps("c", "m2"));
      stage.write("c", { t0: 2 });
      await stage.wait(130_000);
      stage.write("c", { t0: 1 });
    },
  },
  {
    name: "edit-offsets",
    about: "Offsets are edited: refused while it runs, done when it is stopped in mid-work, then resumed.",
    async script(stage) {
      stage.write("c", { t0: 8, t1: 4 });
      await stage.operator.create("c", slow("m1"));
      await stage.wait(8_000);
      await stage.operator.editRefused("c", { t0: 1 });
      await stage.operator.setState("c", "STOPPED");
      await stage.operator.edit("c", { t0: 1, t1: 0 });
      await stage.operator.setState("c", "RUNNING");
    },
  },
];
