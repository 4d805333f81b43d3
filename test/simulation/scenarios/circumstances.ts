import { type Scenario, type Stage, tableProps } from "../scenario.ts";

const slow = (marker: string, more: Readonly<Record<string, string>> = {}): Record<string, string> =>
  tableProps("c", marker, { "poll.ms": "3000", "sluice.checkpoint.interval.ms": "3000", ...more });

async function readTwice(stage: Stage): Promise<void> {
  stage.write("c", { t0: 6, t1: 2 });
  await stage.operator.create("c", slow("m1", { "tasks.max": "2" }));
  await stage.wait(40_000);
  await stage.operator.change("c", slow("m2"));
  await stage.wait(30_000);
  stage.write("c", { t0: 1 });
}

/** The same work under circumstances that are bad from the beginning. */
export const circumstanceScenarios: readonly Scenario[] = [
  {
    name: "doubled-events",
    about: "Every event that starts a task comes twice at once and a third time 75 seconds later.",
    cloud: { repeatedEvents: [0, 75_000] },
    script: readTwice,
  },
  {
    name: "two-schedulers",
    about: "Every tick of the schedule comes twice at once.",
    cloud: { schedulers: 2 },
    script: readTwice,
  },
  {
    name: "wrong-clocks",
    about: "Every clock is wrong by up to a minute.",
    cloud: { skewMs: 60_000 },
    isTroubled: true,
    script: readTwice,
  },
  {
    name: "wrong-clocks-at-work",
    about: "Clocks so wrong that healthy tasks lose their leases to each other again and again, while rows come.",
    cloud: { skewMs: 60_000, taskLimitMs: 100_000, schedulers: 2 },
    isTroubled: true,
    mayRepeat: true,
    async script(stage) {
      stage.write("c", { t0: 10 });
      const endless = { "sluice.run.mode": "continuous", "sluice.idle.ms": "4000" };
      await stage.operator.create("c", slow("m1", endless));
      for (let times = 0; times < 4; times++) {
        await stage.wait(25_000);
        stage.write("c", { t0: 4 });
      }
      await stage.operator.change("c", slow("m2"));
    },
  },
  {
    name: "throttled",
    about: "A quarter of all calls of the stores is throttled or in conflict.",
    throttled: 0.25,
    isTroubled: true,
    script: readTwice,
  },
  {
    name: "standstill",
    about: "A task stands still for 50 seconds in mid-poll, so that its lease expires, and then goes on.",
    isTroubled: true,
    async script(stage) {
      stage.write("c", { t0: 8 });
      await stage.operator.create("c", slow("m1"));
      await stage.wait(5_000);
      stage.freezeTasks(65_000);
      await stage.wait(70_000);
      stage.write("c", { t0: 2 });
    },
  },
  {
    name: "two-connectors",
    about: "One connector is changed and stopped, the other one is not concerned.",
    async script(stage) {
      stage.write("c", { t0: 4 });
      stage.write("d", { t0: 4, t1: 2 });
      await stage.operator.create("c", slow("m1"));
      await stage.operator.create("d", tableProps("d", "n1", { "poll.ms": "3000", "tasks.max": "2" }));
      await stage.wait(6_000);
      await stage.operator.change("c", slow("m2"));
      await stage.wait(20_000);
      await stage.operator.setState("c", "STOPPED");
      // Another tick of the schedule looks whether the plans are still as they should be.
      await stage.wait(45_000);
    },
    missing({ state }) {
      const generation = state.connectors.get("d")?.generation;
      return generation === 1 ? undefined : `d is of generation ${generation}, though nobody has changed it`;
    },
  },
];
