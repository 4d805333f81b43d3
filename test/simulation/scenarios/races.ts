import { type Scenario, tableProps } from "../scenario.ts";

/** What happens between two invocations of a task, or while none is at work. */
export const raceScenarios: readonly Scenario[] = [
  {
    name: "spread-table",
    about: "One table whose rows go to two Kafka partitions in turn, each with acknowledgements of its own.",
    async script(stage) {
      stage.write("c", { t0: 8 });
      const spread = {
        "spread.partitions": "true",
        "batch.rows": "1",
        "poll.ms": "0",
        "sluice.checkpoint.interval.ms": "60",
      };
      await stage.operator.create("c", tableProps("c", "m1", spread));
    },
  },
  {
    name: "edit-while-idle",
    about: "Offsets are edited while nobody is at work: refused on a running connector, done on a stopped one.",
    async script(stage) {
      stage.write("c", { t0: 4 });
      await stage.operator.create("c", tableProps("c", "m1"));
      await stage.wait(8_000);
      await stage.operator.editRefused("c", { t0: 1 });
      await stage.operator.setState("c", "STOPPED");
      await stage.operator.edit("c", { t0: 1 });
      await stage.operator.setState("c", "RUNNING");
    },
  },
  {
    name: "change-between-invocations",
    about: "Another configuration while a task goes on from one short invocation to the next.",
    cloud: { taskLimitMs: 11_000 },
    async script(stage) {
      stage.write("c", { t0: 16 });
      await stage.operator.create("c", tableProps("c", "m1", { "poll.ms": "3000" }));
      await stage.wait(14_000);
      await stage.operator.change("c", tableProps("c", "m2", { "poll.ms": "3000" }));
    },
  },
  {
    name: "stop-unheard",
    about: "Stopped in mid-work and its offsets edited; nobody tells the scheduler of tasks that died.",
    cloud: { onFailure: "lost" },
    async script(stage) {
      stage.write("c", { t0: 8 });
      await stage.operator.create("c", tableProps("c", "m1", { "poll.ms": "4000" }));
      await stage.wait(8_000);
      await stage.operator.setState("c", "STOPPED");
      await stage.wait(150_000);
      await stage.operator.edit("c", { t0: 1 });
      await stage.operator.setState("c", "RUNNING");
    },
  },
];
