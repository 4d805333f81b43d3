/** What an operator wants of a connector. */
export type TargetState = "RUNNING" | "PAUSED" | "STOPPED";

/** The connector item (DESIGN §5): one small item a connector, never deleted, read by every task every few seconds. */
export interface ConnectorItem {
  readonly connector: string;
  /** Drawn once, kept for ever: no two deployments share it. */
  readonly uid: string;
  /** As given, references unresolved. Kept after a deletion until W13; empty from then on. */
  readonly config: Readonly<Record<string, string>>;
  readonly targetState: TargetState;
  /** Grows with every change of the item. */
  readonly version: number;
  /** Number of the newest set of task configurations; 0: never planned. */
  readonly generation: number;
  /** What the newest plan was made from; undefined: plan again. */
  readonly hash: string | undefined;
  readonly taskCount: number;
  /**
   * Since when this generation is the newest, in milliseconds since 1970-01-01 UTC. Says how long tasks of older ones
   * have had to end by themselves; no more depends on it than that.
   */
  readonly generationSince: number | undefined;
  /** The generation whose task configurations are stored, and in how many chunks. */
  readonly tasksGeneration: number | undefined;
  readonly tasksChunks: number | undefined;
  readonly deleted: boolean;
  /** Who declared the connector (a stack's id); only that one may delete it by its declaration. */
  readonly declaredBy: string | undefined;
}

/** The task configurations of one generation, with the connector configuration they were made from. */
export interface TaskConfigSet {
  readonly config: Readonly<Record<string, string>>;
  readonly tasks: readonly Readonly<Record<string, string>>[];
}

/** A new set of task configurations. */
export interface Plan extends TaskConfigSet {
  readonly connector: string;
  /** The item that the plan was made from: `version` and `generation` are what the condition compares. */
  readonly read: ConnectorItem;
  readonly hash: string;
  /** Milliseconds since 1970-01-01 UTC: when the new generation begins. */
  readonly now: number;
}

/** Other offsets for a stopped connector. */
export interface OffsetEdit {
  /** The item that the edit was decided on: its `version` and `generation` are what the condition compares. */
  readonly read: ConnectorItem;
  /** Source partition (canonical JSON) to offset (JSON text); null: the position is reset. At most `maxPartitions`. */
  readonly offsets: ReadonlyMap<string, string | null>;
  /** Milliseconds since 1970-01-01 UTC, kept beside each offset for people who look. */
  readonly updatedAt: number;
}

/** State of a connector or a task as Kafka Connect's REST API shows it. */
export interface Status {
  readonly state: "RUNNING" | "PAUSED" | "STOPPED" | "FAILED" | "UNASSIGNED";
  readonly workerId: string;
  /** The error that led to FAILED, with its causes. */
  readonly trace: string | undefined;
}

/**
 * Connectors: their configurations, target states and plans. Every write is one conditional write; false means that the
 * condition did not hold and nothing was written. A write whose answer is missing throws a retriable error, and the
 * caller must read before it decides.
 */
export interface ControlStore {
  /** How many source partitions one edit of offsets may hold. */
  readonly maxPartitions: number;
  /** Every connector; of the deleted ones those of which something is left to delete (W10, W13). */
  listConnectors(): Promise<ConnectorItem[]>;
  /** The item, deleted or not. `stale: true` allows an eventually consistent read, for those who only watch it. */
  readConnector(connector: string, options?: { readonly stale?: boolean }): Promise<ConnectorItem | undefined>;
  /**
   * W1. IF there is no item; with `over` IF `version = :read AND deleted`: config, target state, `version + 1`, no hash, not
   * deleted. Keeps `uid` (or takes the one given) and `generation`.
   */
  createConnector(create: {
    readonly connector: string;
    readonly uid: string;
    readonly config: Readonly<Record<string, string>>;
    readonly targetState: TargetState;
    readonly declaredBy?: string;
    /** The deleted item whose name is used again. Left out: there must be no item. */
    readonly over?: ConnectorItem;
  }): Promise<boolean>;
  /** W2. IF `version = :read`: another config or target state, `version + 1`; another config removes the hash. */
  changeConnector(
    read: ConnectorItem,
    change: {
      readonly config?: Readonly<Record<string, string>>;
      readonly targetState?: "RUNNING" | "PAUSED";
      readonly declaredBy?: string;
    },
  ): Promise<boolean>;
  /** W2s. IF `version = :read`: STOPPED (and deleted), `generation + 1` since `now`, no tasks, no hash, `version + 1`. */
  stopConnector(read: ConnectorItem, stop: { readonly now: number; readonly delete?: boolean }): Promise<boolean>;
  /**
   * W3, one transaction. IF `version = :read AND targetState = RUNNING AND not deleted`: `generation + 1` since
   * `now`, hash, taskCount, the task configurations of the new generation in the place of the old ones, `version + 1`; and for each
   * `n < taskCount` that is missing a task item of generation 0 IF there is none.
   *
   * @throws ConfigError if the task configurations are larger than a transaction may be.
   */
  publishPlan(plan: Plan): Promise<boolean>;
  /** W9, one transaction. IF `version = :read AND targetState = STOPPED AND generation = :g`: `version + 1`, the offsets. */
  editOffsets(edit: OffsetEdit): Promise<boolean>;
  /**
   * W10, one transaction. IF the connector is deleted and of `generation = :g`, and the task item is of that generation,
   * without owner: no task item and no trace any more. False as well when there is no such item.
   */
  deleteTask(read: ConnectorItem, task: number): Promise<boolean>;
  /**
   * W13, one transaction. IF `version = :read AND deleted`: no configuration, no task configurations, no status,
   * `version + 1`. The item itself stays, so that its generation never starts again; the offsets stay as well.
   */
  forgetConnector(read: ConnectorItem): Promise<boolean>;
  /** The task configurations of that generation; undefined when another one has taken their place. */
  readTaskConfigs(connector: string, generation: number): Promise<TaskConfigSet | undefined>;
  /** IF `version = :read`: the connector's own status (DESIGN §6.10). */
  writeConnectorStatus(read: ConnectorItem, status: Status): Promise<boolean>;
  /** `stale: true` allows an eventually consistent read, at half the price. */
  readConnectorStatus(connector: string, options?: { readonly stale?: boolean }): Promise<Status | undefined>;
}
