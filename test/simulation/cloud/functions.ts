import { answerRequests } from "../../../functions/scheduler/answer-requests.ts";
import { ConnectError } from "../../../lib/connect/index.ts";
import type { TaskInvocation } from "../../../lib/ports/index.ts";
import {
  answerPlan,
  invokeTask,
  limitsOf,
  LOOKS_AGAIN_MS,
  type PlanAnswer,
  tick,
  type Worker,
} from "../../../lib/worker/index.ts";
import type { Cloud } from "./cloud.ts";
import { Invocations } from "./invocations.ts";

/** How long an event takes to start a function, in milliseconds. */
const START_MS = 40;

/** How long Lambda takes to notice that an invocation has died, in milliseconds. */
const NOTICE_MS = 1_000;

/** What the functions keep for their last writes, as their handlers have it; and how long a plan is waited for. */
const SCHEDULER_RESERVE_MS = 10_000;
const PLAN_RESERVE_MS = 1_000;
const PLAN_LIMIT_MS = 30_000;

/** When a message that was not answered is delivered again, in milliseconds, and how often it is delivered at most. */
const VISIBILITY_MS = 360_000;
const DELIVERIES = 3;

/** The functions and what starts them: events, the schedule, the scheduler's queue. */
export class SimulatedFunctions {
  readonly invocations: Invocations;
  readonly #cloud: Cloud;
  #requests = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.invocations = new Invocations(cloud);
  }

  /** An event that starts a task; it may come more than once. */
  startTask(invocation: TaskInvocation): void {
    const { world, options } = this.#cloud;
    for (const ms of [0, ...(options.repeatedEvents ?? [])]) {
      world.at(START_MS + ms, () => this.#runTask(invocation));
    }
  }

  /** A tick of the schedule. */
  tick(): void {
    this.#startScheduler((worker, deadline) => tick(worker, { deadline, lookAgainMs: LOOKS_AGAIN_MS }), {});
  }

  /** A message in the scheduler's queue. */
  send(body: string, delayMs = 0, deliveries = DELIVERIES): void {
    const again = (): void => {
      if (deliveries > 1) this.send(body, VISIBILITY_MS, deliveries - 1);
    };
    const answer = (worker: Worker, deadline: number) => answerRequests(worker, [{ messageId: "m", body }], deadline);
    this.#cloud.world.at(delayMs, () =>
      this.#startScheduler(answer, { onDeath: again, onEnd: ({ failed }) => failed.length > 0 && again() }),
    );
  }

  /** A synchronous invocation of a connector's own function. */
  plan(connector: string): Promise<PlanAnswer> {
    const limitMs = this.#cloud.options.taskLimitMs ?? TASK_LIMIT_MS;
    const planMs = Math.min(PLAN_LIMIT_MS, limitMs - PLAN_RESERVE_MS);
    return new Promise((resolve, reject) => {
      this.#cloud.world.at(START_MS, () =>
        this.invocations.run({
          name: `planner ${this.#nextId()}`,
          limitMs,
          work: (worker) => answerPlan(worker, connector, worker.clock.now() + planMs),
          onEnd: resolve,
          onDeath: (why) => reject(new ConnectError(`The function failed: ${why}`, { retriable: true })),
        }),
      );
    });
  }

  #runTask(invocation: TaskInvocation): void {
    const { judge, options } = this.#cloud;
    const { connector, task } = invocation;
    const limitMs = options.taskLimitMs ?? TASK_LIMIT_MS;
    const requestId = this.#nextId();
    this.invocations.run({
      name: `${connector}/${task} ${requestId}`,
      limitMs,
      work(worker) {
        const limits = limitsOf(worker.clock.now(), limitMs, new AbortController().signal);
        return invokeTask(worker, { ...invocation, requestId, limits });
      },
      onBegin: (actor) => judge.invoked(actor, invocation),
      onDeath: (why) => {
        if (options.onFailure !== "lost") this.send(failureEvent(invocation, requestId, why), NOTICE_MS);
      },
    });
  }

  #startScheduler<T>(
    work: (worker: Worker, deadline: number) => Promise<T>,
    { onEnd, onDeath }: { readonly onEnd?: (result: T) => void; readonly onDeath?: () => void },
  ): void {
    const limitMs = this.#cloud.options.schedulerLimitMs ?? SCHEDULER_LIMIT_MS;
    this.#cloud.world.at(START_MS, () =>
      this.invocations.run({
        name: `scheduler ${this.#nextId()}`,
        limitMs,
        work: (worker) => work(worker, worker.clock.now() + limitMs - SCHEDULER_RESERVE_MS),
        ...(onEnd ? { onEnd } : {}),
        ...(onDeath ? { onDeath } : {}),
      }),
    );
  }

  #nextId(): string {
    return `#${++this.#requests}`;
  }
}

/** Time limits of the functions where a scenario says nothing, in milliseconds. */
const TASK_LIMIT_MS = 120_000;
const SCHEDULER_LIMIT_MS = 60_000;

/** What Lambda writes to the destination for failures. */
const failureEvent = (requestPayload: TaskInvocation, requestId: string, errorMessage: string): string =>
  JSON.stringify({
    requestContext: { requestId, condition: "RetriesExhausted" },
    requestPayload,
    responsePayload: { errorMessage },
  });
