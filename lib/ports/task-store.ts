import type { Status } from "./control-store.ts";

/** The task item (DESIGN §5): who runs the task and how far its writes have come. */
export interface TaskItem {
  readonly task: number;
  /** The generation whose task configuration runs; 0: not usable before a move (W4). */
  readonly generation: number;
  /** Grows with every lease and every move; a write that names an older one is refused. */
  readonly epoch: number;
  /** Who holds the lease; undefined: nobody. */
  readonly owner: string | undefined;
  /** Milliseconds since 1970-01-01 UTC: when somebody else may try to take the lease. */
  readonly expiresAt: number | undefined;
  /** Number of the last accepted write of offsets; only grows. */
  readonly sequence: number;
  readonly state: Status["state"] | undefined;
  readonly progress: TaskProgress | undefined;
}

/** What a task has done in its present or last run, for people who look. */
export interface TaskProgress {
  readonly records: number;
  readonly bytes: number;
}

/** A lease as its taker got it: the names every later write carries. */
export interface TaskLease {
  readonly connector: string;
  readonly task: number;
  readonly generation: number;
  readonly owner: string;
  /** The epoch that the lease returned. */
  readonly epoch: number;
}

/** Whether a conditional write took effect. When it did not, `item` is what stands in its way (undefined: no item). */
export type TaskWrite =
  | { readonly accepted: true; readonly item: TaskItem }
  | { readonly accepted: false; readonly item: TaskItem | undefined };

/** As `TaskWrite` for a transaction of several items, which does not tell the item when it took effect. */
export type TransactionWrite = { readonly accepted: true } | Extract<TaskWrite, { accepted: false }>;

/** What a checkpoint writes. */
export interface Checkpoint {
  readonly lease: TaskLease;
  /** Fresh for every new content, the same for every retry of it. */
  readonly sequence: number;
  /** When the lease, extended by this write, may be taken. */
  readonly expiresAt: number;
  /** Source partition (canonical JSON) to offset (JSON text); null: the position is reset. At most `maxPartitions`. */
  readonly offsets: ReadonlyMap<string, string | null>;
  /** Milliseconds since 1970-01-01 UTC, kept beside each offset for people who look. */
  readonly updatedAt: number;
  readonly progress: TaskProgress;
  /** The last checkpoint of an invocation gives the lease back in the same write. */
  readonly release: boolean;
}

/** How a task failed the last time, and when it is tried again. */
export interface TaskFailure {
  readonly trace: string;
  readonly workerId: string;
  readonly generation: number;
  /** The task item's `sequence` at the failure: one that has grown since shows that the task came further. */
  readonly sequence: number;
  /** How many times in a row the task has failed without coming further; from 1. */
  readonly failures: number;
  /**
   * Not before that time in the same generation, in milliseconds since 1970-01-01 UTC; undefined: never, because only
   * another configuration can mend it.
   */
  readonly retryAt: number | undefined;
}

/**
 * Task items and the offsets of their source partitions. Each method is one write of DESIGN §6 and §7 with its
 * condition. A write whose answer is missing, or that was throttled or in conflict, throws a retriable error: the
 * caller repeats the same write.
 */
export interface TaskStore {
  /** How many source partitions one checkpoint may hold. */
  readonly maxPartitions: number;
  /** Every task item of the connector, also those beyond its task count. Strongly consistent. */
  listTasks(connector: string): Promise<TaskItem[]>;
  /**
   * W4. IF `generation < :g AND (no owner OR expiresAt < :now)`, without the last half when `force`: generation = g,
   * `epoch + 1`, no owner. Never creates an item.
   */
  moveTask(move: {
    readonly connector: string;
    readonly task: number;
    readonly generation: number;
    readonly now: number;
    readonly force?: boolean;
  }): Promise<TaskWrite>;
  /** W5. IF `generation = :g AND (no owner OR expiresAt < :now)`: owner, `epoch + 1`, expiresAt. */
  acquireLease(lease: {
    readonly connector: string;
    readonly task: number;
    readonly generation: number;
    readonly owner: string;
    readonly now: number;
    readonly expiresAt: number;
  }): Promise<TaskWrite>;
  /** W6. IF `owner = :me AND epoch = :epoch`: expiresAt. */
  extendLease(lease: TaskLease, expiresAt: number): Promise<TaskWrite>;
  /** W7. IF `owner = :me AND epoch = :epoch`: no owner. */
  releaseLease(lease: TaskLease): Promise<TaskWrite>;
  /**
   * W14, one transaction. IF `owner = :read AND epoch = :read`: `epoch + 1`, no owner, FAILED, and why. For a request
   * known to be dead.
   */
  freeLease(connector: string, read: TaskItem, failure: TaskFailure): Promise<TransactionWrite>;
  /**
   * W8, one transaction. IF `owner = :me AND epoch = :epoch AND sequence < :s`: sequence, expiresAt (or no owner),
   * progress, and every offset.
   */
  checkpoint(checkpoint: Checkpoint): Promise<TransactionWrite>;
  /** The stored offsets of those source partitions; those never written are left out. Strongly consistent. */
  readOffsets(connector: string, partitions: readonly string[]): Promise<Map<string, string | null>>;
  /** Every offset of the connector, resets left out. */
  listOffsets(connector: string): Promise<Map<string, string>>;
  /** IF `owner = :me AND epoch = :epoch`: the task's state. Its last failure stays on record. */
  writeTaskState(lease: TaskLease, state: "RUNNING" | "PAUSED" | "UNASSIGNED"): Promise<TaskWrite>;
  /** IF `owner = :me AND epoch = :epoch`, one transaction: FAILED, and why. */
  writeTaskFailure(lease: TaskLease, failure: TaskFailure): Promise<TransactionWrite>;
  /** The last failure of each task that has ever failed, whatever its state is now. Strongly consistent. */
  listFailures(connector: string): Promise<Map<number, TaskFailure>>;
}
