import { type Scenario, tableProps } from "../scenario.ts";

/** Tasks that read to the end and are started again by the schedule. */
export const taskScenarios: readonly Scenario[] = [
  {
    name: "one-task",
    about: "One task reads a table to its end, and once more when there are new rows.",
    async script(stage) {
      stage.write("c", { t0: 4 });
      await stage.operator.create("c", tableProps("c", "m1"));
      await stage.wait(65_000);
      stage.write("c", { t0: 2 });
    },
  },
  {
    name: "one-task-unheard",
    about: "The same, but nobody tells the scheduler of tasks that died.",
    cloud: { onFailure: "lost" },
    async script(stage) {
      stage.write("c", { t0: 4 });
      await stage.operator.create("c", tableProps("c", "m1"));
      await stage.wait(65_000);
      stage.write("c", { t0: 2 });
    },
  },
  {
    name: "three-tasks",
    about: "Three tasks read four tables.",
    async script(stage) {
      stage.write("c", { t0: 3, t1: 3, t2: 4, t3: 2 });
      await stage.operator.create("c", tableProps("c", "m1", { "tasks.max": "3" }));
    },
  },
  {
    name: "shared-partition",
    about: "Two tables of one task go to the same Kafka partition.",
    async script(stage) {
      stage.write("c", { t0: 5, t1: 5 });
      await stage.operator.create("c", tableProps("c", "m1", { "shared.partition": "true" }));
    },
  },
  {
    name: "checkpoints-in-parts",
    about: "A checkpoint holds two source partitions at most, the task has five.",
    cloud: { maxPartitions: 2 },
    async script(stage) {
      stage.write("c", { t0: 3, t1: 3, t2: 2, t3: 3, t4: 2 });
      await stage.operator.create("c", tableProps("c", "m1", { "sluice.checkpoint.interval.ms": "600" }));
    },
  },
  {
    name: "out-of-time",
    about: "A task has eleven seconds and needs more: it goes on in a new invocation at once.",
    cloud: { taskLimitMs: 11_000 },
    async script(stage) {
      stage.write("c", { t0: 12 });
      await stage.operator.create("c", tableProps("c", "m1", { "poll.ms": "3000" }));
    },
  },
  {
    name: "slow-source",
    about: "A poll takes longer than a lease; heartbeats keep it. Nobody tells the scheduler of tasks that died.",
    cloud: { onFailure: "lost" },
    async script(stage) {
      stage.write("c", { t0: 2 });
      await stage.operator.create("c", tableProps("c", "m1", { "poll.ms": "42000" }));
    },
  },
  {
    name: "continuous",
    about: "Two tasks that do not end by themselves, while rows come.",
    cloud: { taskLimitMs: 50_000 },
    async script(stage) {
      stage.write("c", { t0: 3, t1: 3 });
      await stage.operator.create("c", continuous("c", "m1", { "tasks.max": "2" }));
      await stage.wait(30_000);
      stage.write("c", { t0: 2, t1: 2 });
      await stage.wait(60_000);
      stage.write("c", { t0: 2, t1: 2 });
      await stage.operator.setState("c", "PAUSED");
      await stage.wait(30_000);
      await stage.operator.change("c", tableProps("c", "m2", { "tasks.max": "2" }));
      await stage.operator.setState("c", "RUNNING");
    },
  },
];

/** A configuration whose tasks go on asking until their time is up. */
export function continuous(
  name: string,
  marker: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return tableProps(name, marker, { "sluice.run.mode": "continuous", "sluice.idle.ms": "7000", ...more });
}
