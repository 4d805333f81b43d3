import { randomUUID } from "node:crypto";
import type { TaskInvocation } from "../../../lib/ports/index.ts";
import { type CallEnd, type Environment, type EnvironmentListener, startEnvironment } from "./environment.ts";
import { EnvironmentPool } from "./environment-pool.ts";
import type { FunctionEvent, FunctionName } from "./events.ts";
import { RunningCall } from "./running-call.ts";
import { SchedulerQueue } from "./scheduler-queue.ts";
import type { EnvironmentSettings } from "./settings.ts";

/** An event as it was delivered. */
export interface Delivery {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly event: FunctionEvent;
  readonly requestId: string;
}

export interface LambdaOptions {
  readonly settings: Omit<EnvironmentSettings, "id">;
  /** Time limit of a call, in milliseconds. */
  readonly limitMs: Readonly<Record<FunctionName, number>>;
  /** How many calls of a function may be under way at once. */
  readonly concurrency: Readonly<Record<FunctionName, number>>;
  /** Called for every call that has ended: for those who look for what went wrong. */
  readonly onEnd: (text: string) => void;
}

/** How long a message about a dead call is under way, in milliseconds. */
const FAILURE_DELAY_MS = 200;
const LARGEST_HISTORY = 200;

/**
 * A small stand-in for Lambda: asynchronous events, execution environments, time limits, an on-failure destination, the
 * queue before the scheduler. An environment is a process, which a fault can kill or freeze in the middle of a call.
 */
export class Lambda implements AsyncDisposable {
  readonly #options: LambdaOptions;
  readonly #pools: Readonly<Record<FunctionName, EnvironmentPool>>;
  readonly #running = new Set<RunningCall>();
  readonly #killed = new Set<number>();
  readonly #cutOff = new Set<number>();
  readonly #deliveries: Delivery[] = [];
  readonly #queue: SchedulerQueue;
  readonly #onStart = new Set<(call: RunningCall) => void>();
  readonly #end = new AbortController();
  #lastCall = 0;
  #lastEnvironment = 0;

  constructor(options: LambdaOptions) {
    this.#options = options;
    const { concurrency, settings } = options;
    this.#queue = new SchedulerQueue(async (bodies) => {
      const end = await this.invoke({ function: "scheduler", bodies: [...bodies] });
      return !end.failed;
    }, this.#end.signal);
    const listener: EnvironmentListener = {
      onInvokeTask: (task) => void this.invoke({ function: "task", ...task }),
      onMessage: (body, delayMs) => this.#queue.send(body, delayMs),
      onAtWork: (number) => this.#onAtWork(number),
    };
    const start = () => startEnvironment({ ...settings, id: ++this.#lastEnvironment }, listener);
    this.#pools = {
      task: new EnvironmentPool(start, concurrency.task),
      scheduler: new EnvironmentPool(start, concurrency.scheduler),
    };
  }

  /** Delivers an event as soon as there is an environment. Resolves when its call has ended. @param requestId Default: a new one. */
  async invoke(event: FunctionEvent, requestId: string = randomUUID()): Promise<CallEnd> {
    const environment = await this.#pools[event.function].take();
    return environment ? this.#call(event, requestId, environment) : { outcome: "not delivered", failed: false };
  }

  /** Asks for a tick as everybody does who changes a connector: by a message to the scheduler's queue. */
  requestTick(connectors: readonly string[], delayMs = 0): void {
    this.#queue.send(JSON.stringify({ connectors }), delayMs);
  }

  /** The calls of a function that are under way, in the order of their starts. */
  running(name: FunctionName): RunningCall[] {
    return [...this.#running].filter(({ invocation }) => invocation.event.function === name);
  }

  /** Task calls that have the lease of their task. */
  atWork(): RunningCall[] {
    return this.running("task").filter((call) => call.atWork);
  }

  /** The last task events, the oldest first. */
  get deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  /** The next call of a function that starts. Rejects when the signal is aborted. */
  nextStart(name: FunctionName, signal: AbortSignal): Promise<RunningCall> {
    return new Promise((resolve, reject) => {
      const onStart = (call: RunningCall): void => {
        if (call.invocation.event.function !== name) return;
        this.#onStart.delete(onStart);
        resolve(call);
      };
      this.#onStart.add(onStart);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  }

  /** Kills a call if it is still under way. @param reported Whether Lambda notices. */
  kill(call: RunningCall, reported: boolean): boolean {
    if (!this.#running.has(call)) return false;
    this.#killed.add(call.invocation.call);
    call.kill(reported);
    return true;
  }

  /** Numbers of the calls that were killed on purpose. */
  get killedCalls(): ReadonlySet<number> {
    return this.#killed;
  }

  /** Numbers of the calls that were killed because their time was up. */
  get callsCutOff(): ReadonlySet<number> {
    return this.#cutOff;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** Ends every environment; nothing is delivered any more. May be called twice. */
  async stop(): Promise<void> {
    this.#end.abort();
    await Promise.all([this.#pools.task.close(), this.#pools.scheduler.close()]);
  }

  async #call(event: FunctionEvent, requestId: string, environment: Environment): Promise<CallEnd> {
    const name = event.function;
    const now = Date.now();
    if (name === "task") this.#deliveries.push({ at: now, event, requestId });
    if (this.#deliveries.length > LARGEST_HISTORY) this.#deliveries.shift();
    const invocation = { requestId, call: ++this.#lastCall, event, deadline: now + this.#options.limitMs[name] };
    const call = new RunningCall(invocation, environment, () => this.#cutOff.add(invocation.call));
    this.#running.add(call);
    const ended = environment.run(invocation);
    for (const onStart of this.#onStart) onStart(call);
    const end = await ended;
    call.end();
    this.#running.delete(call);
    this.#pools[name].giveBack(environment);
    this.#options.onEnd(`${call.title} took ${Date.now() - now} ms: ${end.outcome}`);
    if (event.function === "task" && end.failed && call.reported) this.#reportFailure(event, requestId, end);
    return end;
  }

  #onAtWork(number: number): void {
    for (const call of this.#running) if (call.invocation.call === number) call.atWork = true;
  }

  /** What Lambda writes into the queue about a task's event that it gave up on. */
  #reportFailure({ connector, task, generation }: TaskInvocation, requestId: string, { outcome }: CallEnd): void {
    const body = {
      requestContext: { requestId, condition: "RetriesExhausted" },
      requestPayload: { connector, task, generation },
      responsePayload: { errorMessage: outcome },
    };
    this.#queue.send(JSON.stringify(body), FAILURE_DELAY_MS);
  }
}
