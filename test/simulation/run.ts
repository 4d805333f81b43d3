import { Cloud } from "./cloud/cloud.ts";
import type { FaultKind, Faults } from "./fault.ts";
import type { History } from "./history.ts";
import { missing } from "./judge/missing.ts";
import { attempt } from "./request.ts";
import { type Scenario, Stage } from "./scenario.ts";
import { SeededRandom, seedFor } from "./seeded-random.ts";
import { watchRejections } from "./unhandled-rejections.ts";
import { type Violation, World, type WorldOptions } from "./world.ts";

/** One run: everything that decides what happens in it. */
export interface Run {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly faults: Faults;
}

type MoreFaults = NonNullable<WorldOptions["moreFaults"]>;

/** How a run went. */
export interface RunResult {
  readonly violation: Violation | undefined;
  /** For each call the faults that make sense for it; call k is at k - 1. */
  readonly offered: readonly (readonly FaultKind[])[];
  /** The faults that took place, by the number of the call. */
  readonly applied: Faults;
  /** Virtual time, in milliseconds. */
  readonly duration: number;
  readonly history: History | undefined;
}

/** The schedule of the scheduler's function, and when it fires first; in milliseconds. */
const SCHEDULE_MS = 60_000;
const FIRST_TICK_MS = 1_000;

/** How often it is looked whether all is done, and how long that may take when the script is over; in milliseconds. */
const LOOK_MS = 1_000;
const DONE_LIMIT_MS = 1_800_000;

/** Calls that no store answers, and so no throttling concerns. */
const NOT_STORED = new Set(["invoke", "askTick", "plan", "send", "partitionCount", "source.poll", "source.tables"]);

function moreFaults({ throttled = 0 }: Scenario, seed: number, more: MoreFaults = () => undefined): MoreFaults {
  if (throttled === 0) return more;
  return (call, name, offered) => {
    const isThrottled = !NOT_STORED.has(name) && new SeededRandom(seedFor(~seed, call)).next() < throttled;
    return isThrottled ? "fails" : more(call, name, offered);
  };
}

/** Runs a scenario to its end: everything done, a rule broken, or not done in time. */
export async function simulate(
  run: Run,
  options: Pick<WorldOptions, "record" | "moreFaults" | "latency"> = {},
): Promise<RunResult> {
  const { scenario, seed, faults } = run;
  const world = new World({ seed, faults, ...options, moreFaults: moreFaults(scenario, seed, options.moreFaults) });
  const cloud = new Cloud(world, scenario.cloud);
  startSchedule(cloud);
  world.at(0, () => {
    void attempt(() => scenario.script(new Stage(cloud))).then(
      () => watchEnd(cloud, scenario, world.now + DONE_LIMIT_MS),
      (error: unknown) => world.violate("the script failed", String(error)),
    );
  });
  using _ = watchRejections(world);
  await world.run();
  const { violation, offered, applied, history } = world;
  return { violation, offered, applied, duration: world.elapsed, history };
}

function startSchedule({ world, lambda, options }: Cloud): void {
  const fire = (): void => {
    for (let n = 0; n < (options.schedulers ?? 1); n++) lambda.startScheduler({ kind: "schedule" });
    world.at(SCHEDULE_MS, fire);
  };
  world.at(FIRST_TICK_MS, fire);
}

/** Ends the run once nothing is missing, nobody is at work any more and nothing late is under way. */
function watchEnd(cloud: Cloud, scenario: Scenario, limit: number): void {
  const { world, lambda } = cloud;
  const look = (): void => {
    const left = missing(cloud) ?? scenario.missing?.(cloud);
    const busy = lambda.running.size > 0 || world.isUnsettled;
    if (left === undefined && !busy) world.end();
    else if (world.now > limit) world.violate("not done in time", left ?? "somebody is still at work");
    else world.at(LOOK_MS, look);
  };
  look();
}
