import type { TaskItem, TaskLease, TaskStore, TaskWrite } from "../../ports/task-store.ts";
import { checkCount } from "./check-count.ts";
import { detailsOf, type MemoryState } from "./memory-state.ts";

/**
 * Task items and offsets in memory. Every method reads and writes before its first await, so it is one step
 * (DESIGN §6, §7).
 *
 * @param maxPartitions How many source partitions one checkpoint may hold; DynamoDB's number by default, so that a
 *   simulation splits checkpoints as the real thing does.
 */
export function createMemoryTaskStore(state: MemoryState, maxPartitions = 99): TaskStore {
  /** One conditional write of one task item. */
  function write(
    connector: string,
    task: number,
    condition: (item: TaskItem) => boolean,
    change: (item: TaskItem) => Partial<TaskItem>,
  ): TaskWrite {
    const items = detailsOf(state, connector).tasks;
    const item = items.get(task);
    if (!item || !condition(item)) return { accepted: false, item };
    const changed = { ...item, ...change(item) };
    items.set(task, changed);
    return { accepted: true, item: changed };
  }

  const writeAsOwner = (
    lease: TaskLease,
    change: Partial<TaskItem>,
    condition?: (item: TaskItem) => boolean,
  ): TaskWrite =>
    write(
      lease.connector,
      lease.task,
      (item) => item.owner === lease.owner && item.epoch === lease.epoch && (condition?.(item) ?? true),
      () => change,
    );

  return {
    maxPartitions,
    async listTasks(connector) {
      return [...detailsOf(state, connector).tasks.values()].toSorted((a, b) => a.task - b.task);
    },
    async moveTask({ connector, task, generation, now, force }) {
      return write(
        connector,
        task,
        (item) => item.generation < generation && (force === true || mayBeTaken(item, now)),
        (item) => ({ generation, epoch: item.epoch + 1, ...noOwner }),
      );
    },
    async acquireLease({ connector, task, generation, owner, now, expiresAt }) {
      return write(
        connector,
        task,
        (item) => item.generation === generation && mayBeTaken(item, now),
        (item) => ({ owner, epoch: item.epoch + 1, expiresAt }),
      );
    },
    async extendLease(lease, expiresAt) {
      return writeAsOwner(lease, { expiresAt });
    },
    async releaseLease(lease) {
      return writeAsOwner(lease, noOwner);
    },
    async freeLease(connector, read, failure) {
      const written = write(
        connector,
        read.task,
        (item) => item.owner !== undefined && item.owner === read.owner && item.epoch === read.epoch,
        (item) => ({ epoch: item.epoch + 1, state: "FAILED", ...noOwner }),
      );
      if (written.accepted) detailsOf(state, connector).failures.set(read.task, failure);
      return written;
    },
    async checkpoint({ lease, sequence, expiresAt, offsets, updatedAt, progress, release }) {
      checkCount({ connector: lease.connector, offsets, maxPartitions });
      const written = writeAsOwner(
        lease,
        { sequence, progress, ...(release ? noOwner : { expiresAt }) },
        (item) => item.sequence < sequence,
      );
      if (!written.accepted) return written;
      const stored = detailsOf(state, lease.connector).offsets;
      for (const [partition, offset] of offsets) stored.set(partition, { offset, updatedAt });
      return written;
    },
    async readOffsets(connector, partitions) {
      const stored = detailsOf(state, connector).offsets;
      const found = new Map<string, string | null>();
      for (const partition of partitions) {
        const item = stored.get(partition);
        if (item) found.set(partition, item.offset);
      }
      return found;
    },
    async listOffsets(connector) {
      const found = new Map<string, string>();
      for (const [partition, { offset }] of detailsOf(state, connector).offsets) {
        if (offset !== null) found.set(partition, offset);
      }
      return found;
    },
    async writeTaskState(lease, taskState) {
      return writeAsOwner(lease, { state: taskState });
    },
    async writeTaskFailure(lease, failure) {
      const written = writeAsOwner(lease, { state: "FAILED" });
      if (written.accepted) detailsOf(state, lease.connector).failures.set(lease.task, failure);
      return written;
    },
    async listFailures(connector) {
      return new Map(detailsOf(state, connector).failures);
    },
  };
}

const noOwner = { owner: undefined, expiresAt: undefined };

const mayBeTaken = (item: TaskItem, now: number): boolean =>
  item.owner === undefined || (item.expiresAt !== undefined && item.expiresAt < now);
