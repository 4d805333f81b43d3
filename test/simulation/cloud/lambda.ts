import {
  answerPlan,
  freeDeadTask,
  invokeTask,
  limitsOf,
  LOOKS_AGAIN_MS,
  tick,
  type Worker,
} from "../../../lib/worker/index.ts";
import { ConnectError } from "../../../lib/connect/index.ts";
import type { TaskInvocation } from "../../../lib/ports/index.ts";
import type { Actor } from "../actor.ts";
import { attempt } from "../request.ts";
import type { Cloud } from "./cloud.ts";
import { invokersOf, type Invokers } from "./invokers.ts";

/** What the scheduler is started with: the schedule, ticks asked for, a request that died. */
export type SchedulerEvent =
  | { readonly kind: "schedule" }
  | { readonly kind: "asked"; readonly connectors: readonly string[] }
  | { readonly kind: "died"; readonly invocation: TaskInvocation; readonly requestId: string; readonly error: string };

/** What the scheduler's function keeps for its last writes, and when it looks again, in milliseconds. */
const SCHEDULER_RESERVE_MS = 10_000;
const PLAN_LIMIT_MS = 20_000;

/** How long an event takes to start a function, in milliseconds. */
const START_MS = 40;
const NOTICE_MS = 1_000;

/** The functions, run as Lambda runs them: by events, each invocation with a time limit at which it is killed. */
export class SimulatedLambda {
  readonly #cloud: Cloud;
  /** Invocations that have neither returned nor died. */
  readonly running = new Set<Actor>();
  #invocations = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** The ports by which an actor starts functions. */
  invokers(actor: Actor): Invokers {
    return invokersOf(this.#cloud, actor);
  }

  /** An event that starts a task; it may come more than once. */
  startTask(invocation: TaskInvocation): void {
    for (const ms of [0, ...(this.#cloud.options.repeatedEvents ?? [])]) this.#startTask(invocation, ms);
  }

  #startTask(invocation: TaskInvocation, delayMs: number): void {
    const { judge, options } = this.#cloud;
    const { connector, task } = invocation;
    const limitMs = options.taskLimitMs ?? 120_000;
    const requestId = this.#nextId();
    const begin = (actor: Actor): void => {
      judge.invoked(actor, invocation);
      actor.onKilled = (error) => this.#taskDied({ kind: "died", invocation, requestId, error });
    };
    this.#cloud.world.at(START_MS + delayMs, () =>
      this.#run(`${connector}/${task} ${requestId}`, limitMs, begin, async (worker) => {
        const limits = limitsOf(worker.clock.now(), limitMs, new AbortController().signal);
        await invokeTask(worker, { ...invocation, requestId, limits });
      }),
    );
  }

  startScheduler(event: SchedulerEvent, delayMs = 0): void {
    const limitMs = this.#cloud.options.schedulerLimitMs ?? 60_000;
    this.#cloud.world.at(START_MS + delayMs, () =>
      this.#run(
        `scheduler ${this.#nextId()}`,
        limitMs,
        () => undefined,
        async (worker) => {
          const deadline = worker.clock.now() + limitMs - SCHEDULER_RESERVE_MS;
          if (event.kind === "schedule") return tick(worker, { deadline, lookAgainMs: LOOKS_AGAIN_MS });
          if (event.kind === "asked") return tick(worker, { deadline, replan: false, connectors: event.connectors });
          const { invocation, requestId, error } = event;
          await freeDeadTask(worker, { ...invocation, requestId, error });
          return tick(worker, { deadline, replan: false, connectors: [invocation.connector] });
        },
      ),
    );
  }

  /** A synchronous invocation of a connector's own function. */
  plan(connector: string): Promise<Awaited<ReturnType<typeof answerPlan>>> {
    return new Promise((resolve) => {
      this.#cloud.world.at(START_MS, () =>
        this.#run(
          `planner ${this.#nextId()}`,
          PLAN_LIMIT_MS,
          () => undefined,
          async (worker) => {
            resolve(await answerPlan(worker, connector, worker.clock.now() + PLAN_LIMIT_MS / 2));
          },
        ),
      );
    });
  }

  #nextId(): string {
    return `#${++this.#invocations}`;
  }

  #run(name: string, limitMs: number, begin: (actor: Actor) => void, work: (worker: Worker) => Promise<unknown>): void {
    const { world } = this.#cloud;
    const actor = this.#cloud.actor(name);
    begin(actor);
    this.running.add(actor);
    world.note(name, "begins");
    const { onKilled } = actor;
    actor.onKilled = (why) => {
      this.running.delete(actor);
      this.#cloud.judge.died(actor);
      onKilled?.(why);
    };
    world.at(limitMs, () => world.kill(actor, `Task timed out after ${limitMs / 1000} seconds`));
    void attempt(() => work(this.#cloud.worker(actor))).then(
      () => this.#returned(actor),
      (error: unknown) => this.#threw(actor, error),
    );
  }

  #returned(actor: Actor): void {
    this.#cloud.judge.returned(actor);
    actor.dead = true;
    this.running.delete(actor);
    this.#cloud.world.note(actor.name, "returns");
  }

  #threw(actor: Actor, error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (!(error instanceof ConnectError)) this.#cloud.world.violate("unexpected error", `${actor.name}: ${text}`);
    this.#cloud.judge.returned(actor);
    this.#cloud.world.kill(actor, `throws: ${text}`);
  }

  #taskDied(event: SchedulerEvent): void {
    if (this.#cloud.options.onFailure !== "lost") this.startScheduler(event, NOTICE_MS);
  }
}
