import { clientConfig } from "../../../lib/adapters/kafkajs/client-config.ts";
import { createMemoryState, type MemoryState } from "../../../lib/adapters/memory/memory-state.ts";
import { createMemoryControlStore } from "../../../lib/adapters/memory/control-store.ts";
import { createMemoryTaskStore } from "../../../lib/adapters/memory/task-store.ts";
import { stringConverter, simpleHeaderConverter } from "../../../lib/converters/index.ts";
import type { ControlStore, KafkaCluster, TaskStore } from "../../../lib/ports/index.ts";
import type { Worker } from "../../../lib/worker/index.ts";
import type { Actor } from "../actor.ts";
import { Judge } from "../judge/judge.ts";
import { createSimulatedKafka } from "../kafka/create-simulated-kafka.ts";
import { disturbAt } from "../kafka/disturbance.ts";
import { SeededRandom, seedFor } from "../seeded-random.ts";
import { SourceTables } from "../source/source-tables.ts";
import { tableConnector } from "../source/table-connector.ts";
import type { World } from "../world.ts";
import type { CloudOptions } from "./cloud-options.ts";
import { simulatedControlStore } from "./control-store.ts";
import { SimulatedFunctions } from "./functions.ts";
import { invokersOf } from "./invokers.ts";
import { historyLogger } from "./logger.ts";
import { KAFKA_PARTITIONS, PlainKafka, valuesOf } from "./plain-kafka.ts";
import { StaleItems } from "./stale-items.ts";
import { simulatedTaskStore } from "./task-store.ts";

interface KafkaOf {
  openKafka(actor: Actor): KafkaCluster;
}

/** Stores, Kafka, functions and sources of one run, and the judge over all of them. */
export class Cloud {
  readonly world: World;
  readonly options: CloudOptions;
  readonly state: MemoryState = createMemoryState();
  readonly tables = new SourceTables();
  readonly judge: Judge;
  readonly staleItems: StaleItems;
  readonly functions: SimulatedFunctions;
  readonly #control: ControlStore;
  readonly #tasks: TaskStore;
  readonly #kafka: KafkaOf;
  readonly #failures = new Map<string, number>();
  readonly #skews: SeededRandom;

  /** How many requests have reached Kafka's nodes. */
  requests = 0;

  constructor(world: World, options: CloudOptions = {}) {
    this.world = world;
    this.options = options;
    this.#control = createMemoryControlStore(this.state, options.maxPartitions);
    this.#tasks = createMemoryTaskStore(this.state, options.maxPartitions);
    this.#skews = new SeededRandom(seedFor(world.seed, 3));
    this.judge = new Judge(world, this.state, {
      takeovers: options.judgeTakeovers ? (options.onFailure === "lost" ? "unheard" : "heard") : undefined,
      mayRepeat: options.mayRepeat ?? true,
    });
    this.staleItems = new StaleItems(world, this.state);
    this.functions = new SimulatedFunctions(this);
    this.#kafka = options.kafka === "nodes" ? this.#kafkaNodes() : this.#plainKafka();
  }

  /** Somebody new, with a clock of their own. */
  actor(name: string): Actor {
    const { skewMs = 0 } = this.options;
    return this.world.actor(name, skewMs === 0 ? 0 : this.#skews.between(-skewMs, skewMs));
  }

  /** A worker as that actor has it: the real code over simulated ports. */
  worker(actor: Actor): Worker {
    const { world, judge, tables } = this;
    return {
      config: {
        "bootstrap.servers": "simulated:9092",
        "key.converter": "StringConverter",
        "value.converter": "StringConverter",
        ...this.options.workerConfig,
      },
      workerId: actor.name,
      defaultRunMode: "drain",
      plugins: {
        connectors: [tableConnector({ world, actor, tables, failures: this.#failures })],
        converters: [stringConverter, simpleHeaderConverter],
        producer: clientConfig,
      },
      control: simulatedControlStore(this, actor, this.#control),
      tasks: simulatedTaskStore(world, judge, actor, this.#tasks),
      ...invokersOf(this, actor),
      openKafka: (properties) => {
        judge.kafkaOpened(actor, properties);
        return this.#kafka.openKafka(actor);
      },
      clock: actor.clock,
      random: actor.random,
      ids: actor.ids,
      logger: historyLogger(world, actor),
    };
  }

  #plainKafka(): KafkaOf {
    return new PlainKafka(this.world, (values) => this.judge.appended(values));
  }

  #kafkaNodes(): KafkaOf {
    const disturbed = disturbAt(this.world, this.options.disturbances ?? new Map());
    return createSimulatedKafka(this.world, {
      partitions: KAFKA_PARTITIONS,
      properties: { "linger.ms": "0", ...this.options.producerProperties },
      onAppend: (batch) => this.judge.appended(valuesOf(batch)),
      onRequest: {
        ...disturbed,
        before: (request, brokers) => {
          this.requests = request.number;
          disturbed.before?.(request, brokers);
        },
      },
    });
  }
}
