import type { ConfigProps } from "../connect/index.ts";
import type {
  Clock,
  ControlStore,
  Ids,
  KafkaCluster,
  Logger,
  Random,
  PlanInvoker,
  TaskInvoker,
  TaskProgress,
  TaskStore,
  TickInvoker,
} from "../ports/index.ts";
import type { Plugins } from "./config/plugins.ts";

/** A task whose records Kafka has just acknowledged: for progress bars. */
export interface TaskAdvance extends TaskProgress {
  readonly connector: string;
  readonly task: number;
  /** Where the latest records went. */
  readonly topic: string;
}

/** What hosts tasks: one function invocation, or the one process of standalone mode. Everything it needs is passed in. */
export interface Worker {
  /** Worker properties as Kafka Connect's worker file has them. */
  readonly config: ConfigProps;
  /** Shown in statuses: the function's request, or host and port. */
  readonly workerId: string;
  /** What `sluice.run.mode` means where a connector says nothing. */
  readonly defaultRunMode: "drain" | "continuous";
  readonly plugins: Plugins;
  readonly control: ControlStore;
  readonly tasks: TaskStore;
  readonly invoker: TaskInvoker;
  /** Asks for a tick that does not wait for the schedule. */
  readonly ticks: TickInvoker;
  /** Plans connectors that have a function of their own. Default: every connector is planned by this worker. */
  readonly planner?: PlanInvoker;
  /** A cluster by Kafka's producer properties. Connections may outlive the task. @throws ConfigError */
  openKafka(properties: Readonly<Record<string, string>>): KafkaCluster;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Called at every acknowledgement. Default: nobody watches. */
  readonly onAdvance?: (advance: TaskAdvance) => void;
}
