import { ConnectError } from "../../lib/connect/errors.ts";
import type { ConnectorItem, ControlStore, Plan } from "../../lib/ports/control-store.ts";
import type { Checkpoint, TaskFailure, TaskItem, TaskLease, TaskStore } from "../../lib/ports/task-store.ts";

/** Both stores over the same state, as a contract suite wants them. */
export interface StoresUnderTest {
  readonly control: ControlStore;
  readonly tasks: TaskStore;
}

/** A name that no other test uses: the suites run against shared tables too. */
export const newName = (): string => `orders-${crypto.randomUUID()}`;

export const CONFIG = { "connector.class": "FileStreamSource", "tasks.max": "2", topic: "Bücher 📚" };

/** Creates a connector, over the deleted one of that name if there is one, and returns its item. */
export async function createConnector({ control }: StoresUnderTest, connector = newName()): Promise<ConnectorItem> {
  const over = await control.readConnector(connector);
  const created = await control.createConnector({
    connector,
    uid: `uid of ${connector}`,
    config: CONFIG,
    targetState: "RUNNING",
    ...(over && { over }),
  });
  if (!created) throw new Error(`${connector} was not created`);
  return readItem(control, connector);
}

export async function readItem(control: ControlStore, connector: string): Promise<ConnectorItem> {
  const item = await control.readConnector(connector);
  if (!item) throw new Error(`There is no item of ${connector}`);
  return item;
}

/** A plan with that many tasks, made from that item. */
export function planOf(read: ConnectorItem, taskCount: number, hash = `hash of ${taskCount}`): Plan {
  const tasks = Array.from({ length: taskCount }, (_, task) => ({ ...CONFIG, tables: `table ${task}` }));
  return { connector: read.connector, read, hash, config: CONFIG, tasks, now: NOW };
}

/** Creates a connector, publishes a plan of that many tasks and moves the task items to its generation. */
export async function planConnector(
  stores: StoresUnderTest,
  taskCount: number,
  connector = newName(),
): Promise<ConnectorItem> {
  const item = await createConnector(stores, connector);
  if (!(await stores.control.publishPlan(planOf(item, taskCount)))) throw new Error(`No plan for ${connector}`);
  const planned = await readItem(stores.control, connector);
  for (let task = 0; task < taskCount; task++) {
    const moved = await stores.tasks.moveTask({ connector, task, generation: planned.generation, now: NOW });
    if (!moved.accepted) throw new Error(`Task ${task} of ${connector} was not moved`);
  }
  return planned;
}

/** The suites' clock stands still; what expires is said by the numbers they pass. */
export const NOW = 1_800_000_000_000;
export const LATER = NOW + 30_000;

/** Takes the lease of a task that nobody holds. */
export async function takeLease(
  { tasks }: StoresUnderTest,
  { connector, generation }: Pick<ConnectorItem, "connector" | "generation">,
  { task = 0, owner = "me", expiresAt = LATER } = {},
): Promise<TaskLease> {
  const write = await tasks.acquireLease({ connector, task, generation, owner, now: NOW, expiresAt });
  if (!write.accepted) throw new Error(`Task ${task} of ${connector} was not leased`);
  return { connector, task, generation, owner, epoch: write.item.epoch };
}

/** Two source partitions. */
export const A = '{"table":"a"}';
export const B = '{"table":"Bücher 📚"}';

export const PROGRESS = { records: 3, bytes: 2 ** 40 };

export const FAILURE: TaskFailure = {
  trace: "Error: no\n\tat ü",
  workerId: "w",
  generation: 1,
  sequence: 2 ** 40,
  failures: 3,
  retryAt: LATER,
};

/** Stores, a planned connector and its tasks. */
export async function setUpTasks(open: () => Promise<StoresUnderTest>, taskCount = 1) {
  const stores = await open();
  const planned = await planConnector(stores, taskCount);
  return { stores, planned, connector: planned.connector, tasks: stores.tasks, control: stores.control };
}

/** The task item of a connector that has one. */
export async function only(tasks: TaskStore, connector: string): Promise<TaskItem> {
  const [item, ...others] = await tasks.listTasks(connector);
  if (!item || others.length > 0) throw new Error(`${connector} has not one task item`);
  return item;
}

/** A checkpoint of that number, which says where it came from by its offset. */
export function checkpointOf(lease: TaskLease, sequence: number, change: Partial<Checkpoint> = {}): Checkpoint {
  return {
    lease,
    sequence,
    expiresAt: LATER + sequence,
    offsets: new Map([[A, `{"id":${sequence}}`]]),
    updatedAt: NOW,
    progress: PROGRESS,
    release: false,
    ...change,
  };
}

export const manyOffsets = (count: number): Map<string, string> =>
  new Map(Array.from({ length: count }, (_, n) => [`{"table":"t${n}"}`, `{"id":${n}}`]));

/** Repeats a write as its caller must while the store says that it was in conflict with others and decided nothing. */
export async function untilDecided<T>(write: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof ConnectError && error.retriable)) throw error;
    }
  }
}

/** Text that hardly compresses, the same in every run. */
export function noise(length: number, seed = length): string {
  let state = seed;
  let text = "";
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += state.toString(36);
  }
  return text.slice(0, length);
}
