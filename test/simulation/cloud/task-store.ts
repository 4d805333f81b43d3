import type { TaskLease, TaskStore } from "../../../lib/ports/index.ts";
import type { Actor } from "../actor.ts";
import { READ_FAULTS } from "../fault.ts";
import type { Judge } from "../judge/judge.ts";
import type { World } from "../world.ts";

/** The store of tasks as an actor sees it: each method is one call, and every write is judged where it is done. */
export function simulatedTaskStore(world: World, judge: Judge, actor: Actor, store: TaskStore): TaskStore {
  const read = <T>(method: string, args: readonly unknown[], effect: () => Promise<T>): Promise<T> =>
    world.call(actor, method, args, effect, { faults: READ_FAULTS });
  const write = <T>(
    method: string,
    connector: string,
    args: readonly unknown[],
    effect: () => Promise<T>,
  ): Promise<T> =>
    world.call(actor, method, [connector, ...args], () => judge.write({ actor, method, connector }, effect));
  /** A write of a task that believes to hold the lease. */
  const owned = <T>(
    method: string,
    lease: TaskLease,
    args: readonly unknown[],
    effect: () => Promise<T>,
  ): Promise<T> => {
    const { connector, task, epoch } = lease;
    return world.call(actor, method, [connector, task, `epoch ${epoch}`, ...args], () =>
      judge.write({ actor, method, connector, lease }, effect),
    );
  };
  return {
    maxPartitions: store.maxPartitions,
    listTasks: (connector) => read("listTasks", [connector], () => store.listTasks(connector)),
    moveTask: (move) =>
      write("moveTask", move.connector, [move.task, move.generation, move.force ? "force" : ""], () =>
        store.moveTask(move),
      ),
    acquireLease: (lease) =>
      write("acquireLease", lease.connector, [lease.task, lease.generation], () => store.acquireLease(lease)),
    extendLease: (lease, expiresAt) =>
      owned("extendLease", lease, [expiresAt], () => store.extendLease(lease, expiresAt)),
    releaseLease: (lease) => owned("releaseLease", lease, [], () => store.releaseLease(lease)),
    freeLease: (connector, item, failure) =>
      write("freeLease", connector, [item.task, item.epoch], () => store.freeLease(connector, item, failure)),
    async checkpoint(checkpoint) {
      const { lease, sequence, offsets, release } = checkpoint;
      judge.checkpointing(actor, sequence);
      const answer = await owned("checkpoint", lease, [sequence, offsets, release ? "release" : ""], () =>
        store.checkpoint(checkpoint),
      );
      judge.checkpointed(actor, checkpoint, answer);
      return answer;
    },
    readOffsets: (connector, partitions) =>
      read("readOffsets", [connector, partitions], () => {
        judge.offsetsRead(actor, connector);
        return store.readOffsets(connector, partitions);
      }),
    listOffsets: (connector) =>
      read("listOffsets", [connector], () => {
        judge.offsetsRead(actor, connector);
        return store.listOffsets(connector);
      }),
    writeTaskState: (lease, state) => owned("writeTaskState", lease, [state], () => store.writeTaskState(lease, state)),
    writeTaskFailure: (lease, failure) =>
      owned("writeTaskFailure", lease, [failure.failures, failure.retryAt], () =>
        store.writeTaskFailure(lease, failure),
      ),
    listFailures: (connector) => read("listFailures", [connector], () => store.listFailures(connector)),
  };
}
