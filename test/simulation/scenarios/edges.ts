import { type Scenario, tableProps } from "../scenario.ts";

/** What is rare: nothing to read, a configuration that can't be planned, edits and leases of unusual size. */
export const edgeScenarios: readonly Scenario[] = [
  {
    name: "no-tables",
    about: "A source without tables; one comes, goes, and another one comes.",
    async script(stage) {
      await stage.operator.create("c", tableProps("c", "m1", { "tasks.max": "2" }));
      await stage.wait(3_000);
      stage.write("c", { t0: 3 });
      await stage.wait(120_000);
      stage.drop("c", "t0");
      await stage.wait(60_000);
      stage.write("c", { t1: 3 });
    },
  },
  {
    name: "invalid-config",
    about: "A configuration that can't be planned, at the beginning and again while a task is at work.",
    async script(stage) {
      stage.write("c", { t0: 6 });
      await stage.operator.create("c", tableProps("c", "m1", { "batch.rows": "some" }));
      await stage.wait(3_000);
      await stage.operator.change("c", tableProps("c", "m2", { "poll.ms": "3000" }));
      await stage.wait(6_000);
      await stage.operator.change("c", tableProps("c", "m3", { "batch.rows": "some" }));
      await stage.wait(10_000);
      await stage.operator.change("c", tableProps("c", "m4"));
    },
  },
  {
    name: "short-lease",
    about: "A lease of three seconds, with its heartbeats, and polls that take longer.",
    async script(stage) {
      stage.write("c", { t0: 6 });
      const short = { "sluice.lease.ms": "3000", "sluice.heartbeat.ms": "1000", "poll.ms": "4000" };
      await stage.operator.create("c", tableProps("c", "m1", short));
    },
  },
  {
    name: "edit-in-parts",
    about: "Offsets of five tables are edited, two in a transaction.",
    cloud: { maxPartitions: 2 },
    async script(stage) {
      const rows = { t0: 3, t1: 3, t2: 2, t3: 3, t4: 2 };
      stage.write("c", rows);
      await stage.operator.create("c", tableProps("c", "m1", { "tasks.max": "2" }));
      await stage.wait(1_900);
      await stage.operator.setState("c", "STOPPED");
      await stage.operator.edit("c", { t0: 1, t1: 0, t2: 1, t3: 2, t4: 0 });
      await stage.operator.setState("c", "RUNNING");
    },
  },
  {
    name: "two-operators",
    about: "One person stops and resumes a connector while another one changes its configuration twice.",
    async script(stage) {
      stage.write("c", { t0: 8 });
      const slow = (marker: string) => tableProps("c", marker, { "poll.ms": "3000" });
      await stage.operator.create("c", slow("m1"));
      await stage.wait(6_000);
      const stopAndResume = async (): Promise<void> => {
        await stage.operator.setState("c", "STOPPED");
        await stage.wait(30);
        await stage.operator.setState("c", "RUNNING");
      };
      const changeTwice = async (): Promise<void> => {
        await stage.operator.change("c", slow("m2"));
        await stage.operator.change("c", slow("m3"));
      };
      await Promise.all([stopAndResume(), changeTwice()]);
    },
  },
];
