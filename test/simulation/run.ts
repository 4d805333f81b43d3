import { type Chance, type ChosenTrouble, chooseTrouble } from "./chance.ts";
import { Cloud } from "./cloud/cloud.ts";
import type { FaultKind } from "./fault.ts";
import type { History } from "./history.ts";
import { missing } from "./judge/missing.ts";
import { isEven, latencyOf } from "./latency.ts";
import { attempt } from "./request.ts";
import { type Scenario, Stage } from "./scenario.ts";
import type { Trouble } from "./trouble.ts";
import { watchRejections } from "./unhandled-rejections.ts";
import { type Violation, World } from "./world.ts";

/** One run: everything that decides what happens in it. */
export interface Run {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly trouble: Trouble;
  /** The rules that are judged. Default: all. */
  readonly rules?: ReadonlySet<string>;
  /** Most rows of each table at each write. Default: as many as the scenario has. */
  readonly rows?: number;
}

/** How a run went. */
export interface RunResult {
  readonly violation: Violation | undefined;
  /** For each call the faults that make sense for it; call k is at k - 1. */
  readonly offered: readonly (readonly FaultKind[])[];
  /** How many requests reached Kafka's nodes. */
  readonly requests: number;
  /** What went wrong, chance included: the same run again, without chance. */
  readonly trouble: Trouble;
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
const SCRIPT_LIMIT_MS = 4 * DONE_LIMIT_MS;

/**
 * Runs a scenario to its end: everything done, a rule broken, or not done in time.
 *
 * @param chance What may go wrong beside the run's own trouble.
 * @param record Whether the history is kept.
 */
export async function simulate(
  run: Run,
  { chance, record = false }: { chance?: Chance; record?: boolean } = {},
): Promise<RunResult> {
  const { scenario, seed, rules } = run;
  const chosen = chooseTrouble(run, chance);
  const world = new World({ seed, ...chosen, record, rules, latency: latencyOf(seed) });
  const cloud = new Cloud(world, {
    ...scenario.cloud,
    disturbances: chosen.trouble.disturbances,
    judgeTakeovers: isPlain(run) && isEven(seed) && !chance,
    mayRepeat: scenario.mayRepeat === true || !isPlain(run) || chance !== undefined || run.trouble.faults.size > 0,
  });
  startSchedule(cloud);
  world.at(SCRIPT_LIMIT_MS, () => world.violate("not done in time", "the script does not end"));
  world.at(0, () => {
    void attempt(() => scenario.script(new Stage(cloud, run.rows))).then(
      () => watchEnd(cloud, scenario, world.now + DONE_LIMIT_MS),
      (error: unknown) => world.violate("the script failed", String(error)),
    );
  });
  using _ = watchRejections(world);
  await world.run();
  return resultOf(world, cloud, chosen);
}

/** Whether there is no trouble beside one fault: then it is judged how soon dead tasks are taken over. */
const isPlain = ({ scenario, trouble }: Run): boolean =>
  !scenario.isTroubled && trouble.faults.size <= 1 && trouble.disturbances.size === 0;

function resultOf(world: World, cloud: Cloud, chosen: ChosenTrouble): RunResult {
  const { violation, offered, elapsed, history } = world;
  return { violation, offered, requests: cloud.requests, trouble: chosen.trouble, duration: elapsed, history };
}

function startSchedule({ world, functions, options }: Cloud): void {
  const fire = (): void => {
    for (let n = 0; n < (options.schedulers ?? 1); n++) functions.tick();
    world.at(SCHEDULE_MS, fire);
  };
  world.at(FIRST_TICK_MS, fire);
}

/** Ends the run once nothing is missing, nobody is at work any more and nothing late is under way. */
function watchEnd(cloud: Cloud, scenario: Scenario, limit: number): void {
  const { world, functions } = cloud;
  const look = (): void => {
    const left = missing(cloud) ?? scenario.missing?.(cloud);
    const busy = functions.invocations.running.size > 0 || world.isUnsettled;
    if (left === undefined && !busy) world.end();
    else if (world.now > limit) world.violate("not done in time", left ?? "somebody is still at work");
    else world.at(LOOK_MS, look);
  };
  look();
}
