import { clientConfig } from "../../../lib/adapters/kafkajs/client-config.ts";
import { createMemoryStores } from "../../../lib/adapters/memory/stores.ts";
import { simpleHeaderConverter, stringConverter } from "../../../lib/converters/index.ts";
import type { TaskInvocation } from "../../../lib/ports/index.ts";
import { type Scheduled, tick, type TickOptions, type Worker } from "../../../lib/worker/index.ts";
import type { Actor } from "../actor.ts";
import type { FaultKind } from "../fault.ts";
import { SeededRandom, seedFor } from "../seeded-random.ts";
import { silentLogger } from "../silent-logger.ts";
import { World } from "../world.ts";
import { type PlannedConnector, plannedConnector } from "./planned-connector.ts";
import { Processor } from "./processor.ts";
import { simulatedPort } from "./simulated-port.ts";
import { UnderWay } from "./under-way.ts";

/** What one of the AWS SDK's requests costs, in milliseconds of a whole processor: measured by `npm run bench:tick`. */
const REQUEST_CPU_MS = 1.1;

/** One way to DynamoDB or Lambda, and what Lambda takes to queue an event, in milliseconds. */
const WAY_MS = [2, 7] as const;
const QUEUE_MS = [16, 46] as const;

const TICK_INTERVAL_MS = 60_000;

/** The scheduler's time limit, and what its handler keeps of it, in milliseconds. */
const TIME_LIMIT_MS = 60_000;
const RESERVE_MS = 10_000;

export interface AccountOptions {
  readonly seed?: number;
  /** The scheduler's memory in MiB. Default: what makes a whole processor. */
  readonly memoryMib?: number;
  readonly workerConfig?: Readonly<Record<string, string>>;
  /** Which part of all calls of the stores is throttled. Default: none. */
  readonly throttled?: number;
  /** Lambda's part: whatever it throws is what the scheduler hears. */
  readonly onInvoke?: (invocation: TaskInvocation, world: World) => void;
}

/** A tick as its function ran it. */
export interface SimulatedTick {
  /** Undefined: it was cut off at its time limit. */
  readonly scheduled: readonly Scheduled[] | undefined;
  /** Virtual time. */
  readonly ms: number;
}

/** An AWS account with many connectors, whose scheduler ticks when it is told to; all in virtual time. */
export class Account {
  readonly world: World;
  readonly stores = createMemoryStores();
  /** What the scheduler has started, in order. */
  readonly invoked: TaskInvocation[] = [];
  readonly calls = new UnderWay();
  /** The sources of all connectors. */
  readonly sources: PlannedConnector;
  readonly #options: AccountOptions;
  readonly #chance: SeededRandom;

  constructor(options: AccountOptions = {}) {
    const { seed = 1, throttled = 0 } = options;
    const chance = new SeededRandom(seedFor(seed, 7));
    const isStore = (name: string): boolean => name !== "invoke";
    this.world = new World({
      seed,
      faults: new Map(),
      latency: (random) => random.between(...WAY_MS),
      moreFaults: (_call, name): FaultKind | undefined =>
        isStore(name) && chance.next() < throttled ? "fails" : undefined,
    });
    this.#options = options;
    this.#chance = chance;
    this.sources = plannedConnector(new SeededRandom(seedFor(seed, 8)));
  }

  /** Creates connectors that have never been planned. */
  async create(names: readonly string[], config: Readonly<Record<string, string>> = {}): Promise<void> {
    for (const connector of names) {
      const full = { name: connector, "connector.class": "Scripted", "tasks.max": "3", ...config };
      await this.stores.control.createConnector({ connector, uid: connector, config: full, targetState: "RUNNING" });
    }
  }

  /** One tick; virtual time goes on until nothing is under way. */
  async tick(options: TickOptions = {}): Promise<SimulatedTick> {
    const [only] = await this.ticks(1, options);
    if (!only) throw new Error("The tick did not begin");
    return only;
  }

  /** So many ticks, one every minute, each within the scheduler's time limit; then until nothing is under way. */
  async ticks(count: number, options: TickOptions = {}): Promise<SimulatedTick[]> {
    const ticks: SimulatedTick[] = [];
    for (let n = 0; n < count; n++) this.world.at(n * TICK_INTERVAL_MS, () => this.#begin(options, ticks));
    await this.world.run();
    return ticks;
  }

  #begin(options: TickOptions, ticks: SimulatedTick[]): void {
    const { world } = this;
    const actor = world.actor("scheduler");
    const begin = world.now;
    let over = false;
    const end = (scheduled: readonly Scheduled[] | undefined): void => {
      if (!over) ticks.push({ scheduled, ms: world.now - begin });
      over = true;
    };
    void (async () =>
      end(await tick(this.#worker(actor), { deadline: begin + TIME_LIMIT_MS - RESERVE_MS, ...options })))();
    world.at(TIME_LIMIT_MS, () => {
      world.kill(actor, "time limit");
      end(undefined);
    });
  }

  #worker(actor: Actor): Worker {
    const { world, calls } = this;
    const processor = new Processor(actor.clock, this.#options.memoryMib ?? 1_769);
    const port = { world, actor, processor, cpuMs: REQUEST_CPU_MS, calls };
    const invoke = async (invocation: TaskInvocation): Promise<void> => {
      this.#options.onInvoke?.(invocation, world);
      this.invoked.push(invocation);
    };
    return {
      config: {
        "bootstrap.servers": "none",
        "key.converter": "String",
        "value.converter": "String",
        ...this.#options.workerConfig,
      },
      workerId: actor.name,
      defaultRunMode: "drain",
      plugins: {
        connectors: [this.sources.plugin],
        converters: [stringConverter, simpleHeaderConverter],
        producer: clientConfig,
      },
      control: simulatedPort(this.stores.control, port),
      tasks: simulatedPort(this.stores.tasks, port),
      invoker: simulatedPort({ invoke }, { ...port, serverMs: () => this.#chance.between(...QUEUE_MS) }),
      ticks: { invoke: async () => undefined },
      openKafka: () => {
        throw new Error("A tick needs no Kafka");
      },
      clock: actor.clock,
      random: actor.random,
      ids: actor.ids,
      logger: silentLogger,
    };
  }
}
