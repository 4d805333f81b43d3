import {
  ConnectError,
  ConfigDef,
  type SourceConnector,
  type SourceConnectorPlugin,
} from "../../../lib/connect/index.ts";
import { scriptedConnector } from "../../support/scripted-connector.ts";
import type { SeededRandom } from "../seeded-random.ts";
import { UnderWay } from "./under-way.ts";

/** How long a healthy source takes to say what there is, in milliseconds. */
const PLANNING_MS = [50, 500] as const;

/** Connectors whose plan is as many tasks as they may have. */
export interface PlannedConnector {
  readonly plugin: SourceConnectorPlugin;
  /** Plans that a source is asked for and that nobody has given up. */
  readonly plans: UnderWay;
  /** The connectors that were planned, in the order in which it began. */
  readonly began: string[];
}

/** The key by which a configuration says how its source behaves. */
export const SOURCE = "source";

/** @param random How long each plan takes. */
export function plannedConnector(random: SeededRandom): PlannedConnector {
  const plans = new UnderWay();
  const began: string[] = [];
  const plugin: SourceConnectorPlugin = {
    ...scriptedConnector({ poll: () => null }),
    config: new ConfigDef({
      [SOURCE]: { type: "STRING", default: "well", importance: "LOW", doc: "`well`, `hangs` or `throws`." },
    }),
    load: async () => ({
      createConnector: () => createConnector({ plans, began }, random),
      createTask: () => {
        throw new Error("A tick starts no task itself");
      },
    }),
  };
  return { plugin, plans, began };
}

function createConnector(
  { plans, began }: Pick<PlannedConnector, "plans" | "began">,
  random: SeededRandom,
): SourceConnector {
  let underWay = false;
  const end = (): void => {
    if (underWay) plans.end();
    underWay = false;
  };
  return {
    async start(config, { clock, connector, signal }) {
      plans.begin();
      began.push(connector);
      underWay = true;
      signal.addEventListener("abort", end);
      await clock.sleep(random.between(...PLANNING_MS));
      if (config[SOURCE] === "hangs") await new Promise<never>(() => undefined);
      if (config[SOURCE] === "throws") throw new ConnectError(`The source of ${connector} is away`);
    },
    taskConfigs: (maxTasks) => Array.from({ length: maxTasks }, (_, task) => ({ slice: String(task) })),
    stop: end,
  };
}
