import { setTimeout as sleep } from "node:timers/promises";
import { createDynamoDbStores } from "../../lib/adapters/dynamodb/stores.ts";
import { createPinoLogger } from "../../lib/adapters/pino/logger.ts";
import { systemClock } from "../../lib/adapters/system/clock.ts";
import { systemIds } from "../../lib/adapters/system/ids.ts";
import { systemRandom } from "../../lib/adapters/system/random.ts";
import type { ControlStore, TargetState, TaskStore } from "../../lib/ports/index.ts";
import { changeConfig, declareConnector, setTargetState } from "../../lib/worker/index.ts";
import pino from "pino";
import { type ChaosConnector, changedConnector, connectorConfig } from "./connectors.ts";
import type { Lambda } from "./lambda/lambda.ts";
import { openDynamoDb, type Servers, storeTables } from "./servers.ts";

/** When an operator did something to the connector that is changed, in milliseconds since 1970-01-01 UTC. */
export interface Operation {
  readonly from: number;
  readonly to: number;
}

const PATIENCE_MS = 60_000;
const PAUSE_MS = 200;

/** Does what people do to connectors while they run, with the worker's own operations; again when a store is away. */
export class Operator {
  readonly control: ControlStore;
  readonly tasks: TaskStore;
  /** What was done to the connector that is changed. */
  readonly operations: Operation[] = [];
  readonly #ports: Parameters<typeof setTargetState>[0];
  readonly #databaseUrl: string;
  #tasksMax = changedConnector.tasksMax;

  constructor(servers: Servers, lambda: Lambda) {
    const { control, tasks } = createDynamoDbStores({
      client: openDynamoDb(servers.dynamoDb.endpointUrl),
      tables: storeTables,
    });
    this.control = control;
    this.tasks = tasks;
    this.#databaseUrl = servers.databaseUrl;
    this.#ports = {
      control,
      tasks,
      ticks: {
        invoke: async ({ connectors }, delayMs) => lambda.requestTick(connectors, delayMs),
      },
      clock: systemClock,
      random: systemRandom,
      logger: createPinoLogger(pino({ level: "silent" })),
    };
  }

  async create(connector: ChaosConnector): Promise<void> {
    await declareConnector(
      { ...this.#ports, ids: systemIds },
      {
        connector: connector.name,
        config: connectorConfig(connector, this.#databaseUrl, connector.tasksMax),
        initialState: "RUNNING",
        declaredBy: "chaos",
      },
    );
  }

  /** Pauses, stops or resumes the connector that is changed. */
  async setState(state: TargetState): Promise<void> {
    await this.#operate(() => setTargetState(this.#ports, changedConnector.name, state));
  }

  /** Gives it that tasks.max, or one less if it has that already. Returns which. */
  async changeTasksMax(wanted: number): Promise<number> {
    const tasksMax = wanted === this.#tasksMax ? wanted - 1 : wanted;
    const config = connectorConfig(changedConnector, this.#databaseUrl, tasksMax);
    await this.#operate(() => changeConfig(this.#ports, changedConnector.name, config));
    this.#tasksMax = tasksMax;
    return tasksMax;
  }

  /** Stops any connector, for the end of a run. */
  async stop({ name }: ChaosConnector): Promise<void> {
    await this.#operate(() => setTargetState(this.#ports, name, "STOPPED"));
  }

  async #operate(operation: () => Promise<void>): Promise<void> {
    const from = Date.now();
    for (;;) {
      try {
        await operation();
        break;
      } catch (error) {
        if (Date.now() > from + PATIENCE_MS) throw error;
        await sleep(PAUSE_MS);
      }
    }
    this.operations.push({ from, to: Date.now() });
  }
}
