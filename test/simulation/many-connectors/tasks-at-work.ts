import type { TaskInvocation, TaskStore } from "../../../lib/ports/index.ts";
import { SeededRandom } from "../seeded-random.ts";
import type { World } from "../world.ts";
import { UnderWay } from "./under-way.ts";

/** How long after its event a task takes its lease, and how long it works, in milliseconds. */
const START_MS = [100, 2_000] as const;
const WORK_MS = [5_000, 150_000] as const;

/** Tasks that take their lease, work for a while and give it back. */
export class TasksAtWork {
  /** Tasks that hold a lease. */
  readonly leases = new UnderWay();
  /** Those that have ever held one, as `connector-task`. */
  readonly seen = new Set<string>();
  readonly #world: World;
  readonly #tasks: TaskStore;
  readonly #random = new SeededRandom(3);

  constructor(world: World, tasks: TaskStore) {
    this.#world = world;
    this.#tasks = tasks;
  }

  /** Lambda starts the task some time after it was asked to. */
  start(invocation: TaskInvocation): void {
    this.#world.at(this.#random.between(...START_MS), () => void this.#work(invocation));
  }

  async #work({ connector, task, generation }: TaskInvocation): Promise<void> {
    const { now } = this.#world;
    const ms = this.#random.between(...WORK_MS);
    const lease = { connector, task, generation, owner: `request:${now}` };
    const { accepted, item } = await this.#tasks.acquireLease({ ...lease, now, expiresAt: now + ms + 1 });
    if (!accepted) return;
    this.leases.begin();
    this.seen.add(`${connector}-${task}`);
    this.#world.at(ms, () => {
      this.leases.end();
      void this.#tasks.releaseLease({ ...lease, epoch: item.epoch });
    });
  }
}
