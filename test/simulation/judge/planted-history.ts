import { createMemoryState, detailsOf } from "../../../lib/adapters/memory/memory-state.ts";
import type { ConnectorItem, TaskItem, TaskLease } from "../../../lib/ports/index.ts";
import type { Actor } from "../actor.ts";
import { printRow } from "../source/row.ts";
import { World } from "../world.ts";
import { Judge } from "./judge.ts";

const ITEM: ConnectorItem = {
  connector: "c",
  uid: "u",
  config: { marker: "m1" },
  targetState: "RUNNING",
  version: 1,
  generation: 0,
  hash: undefined,
  taskCount: 0,
  generationSince: undefined,
  tasksGeneration: undefined,
  tasksChunks: undefined,
  deleted: false,
  declaredBy: undefined,
};

const TASK: TaskItem = {
  task: 0,
  generation: 0,
  epoch: 0,
  owner: undefined,
  expiresAt: undefined,
  sequence: 0,
  state: undefined,
  progress: undefined,
};

/** A history that a test writes down by hand, whatever the conditions of the stores would say, and its judge. */
export class PlantedHistory {
  readonly world = new World({ seed: 1, faults: new Map() });
  readonly judge: Judge;
  readonly scheduler = this.world.actor("scheduler");
  readonly #state = createMemoryState();

  constructor(takeovers?: "heard" | "unheard") {
    this.judge = new Judge(this.world, this.#state, { takeovers, mayRepeat: true });
  }

  /** The rule that was broken; undefined: none. */
  get broken(): string | undefined {
    return this.world.violation?.rule;
  }

  /** A task invocation begins. */
  invocation(name: string, task = 0, generation = 1, skewMs = 0): Actor {
    const actor = this.world.actor(name, skewMs);
    this.judge.invoked(actor, { connector: "c", task, generation });
    return actor;
  }

  item(method: string, change: Partial<ConnectorItem>, actor = this.scheduler): void {
    const old = this.#state.connectors.get("c") ?? ITEM;
    this.#write(actor, method, () => this.#state.connectors.set("c", { ...old, version: old.version + 1, ...change }));
  }

  /** A write that concerns another connector, `d`, and whatever it does. */
  other(method: string, effect: () => unknown, actor = this.scheduler): void {
    void this.judge.write({ actor, method, connector: "d" }, async () => effect());
  }

  /** The connector item becomes another one, with no write that the judge hears of. */
  changeUnseen(change: Partial<ConnectorItem>): void {
    this.#state.connectors.set("c", { ...ITEM, ...this.#state.connectors.get("c"), ...change });
  }

  forgetOffsets(): void {
    this.#write(this.scheduler, "forgetConnector", () => detailsOf(this.#state, "c").offsets.clear());
  }

  /** A plan with a task for each list of tables. */
  plan(generation: number, tables: readonly string[], marker = "m1"): void {
    const details = detailsOf(this.#state, "c");
    details.taskConfigs = { generation, config: { marker }, tasks: tables.map((list) => ({ tables: list })) };
    for (const task of tables.keys()) if (!details.tasks.has(task)) details.tasks.set(task, { ...TASK, task });
    this.item("publishPlan", { generation, taskCount: tables.length });
  }

  /** A task item becomes another one; null: it vanishes. */
  task(
    method: string,
    change: Partial<TaskItem> | null,
    by: { actor?: Actor; task?: number; lease?: TaskLease } = {},
  ): void {
    const { actor = this.scheduler, task = 0, lease } = by;
    const { tasks } = detailsOf(this.#state, "c");
    this.#write(
      actor,
      method,
      () => (change ? tasks.set(task, { ...TASK, task, ...tasks.get(task), ...change }) : tasks.delete(task)),
      lease,
    );
  }

  /** An invocation takes the lease of its task, epoch 2, and reads its offsets. */
  lease(actor: Actor, { task = 0, generation = 1, epoch = 2 } = {}): TaskLease {
    const owner = actor.name;
    this.task("acquireLease", { owner, epoch, generation, expiresAt: this.world.now + 30_000 }, { actor, task });
    this.judge.offsetsRead(actor, "c");
    return { connector: "c", task, generation, owner, epoch };
  }

  /** A checkpoint is accepted, or an edit without a lease. */
  offset(
    actor: Actor,
    row: number,
    { lease, method = "checkpoint", table = "t0" }: { lease?: TaskLease; method?: string; table?: string },
  ): void {
    const { tasks, offsets } = detailsOf(this.#state, "c");
    const item = tasks.get(lease?.task ?? 0);
    const write = (): void => {
      if (item && lease) tasks.set(item.task, { ...item, sequence: item.sequence + 1 });
      offsets.set(JSON.stringify({ table }), { offset: JSON.stringify({ position: row }), updatedAt: 0 });
    };
    this.#write(actor, method, write, lease);
  }

  /** A row becomes visible in Kafka. */
  row(reader: string, number: number, table = "t0", marker = "m1"): void {
    this.judge.appended([printRow({ connector: "c", table, number, marker, reader })]);
  }

  #write(actor: Actor, method: string, effect: () => unknown, lease?: TaskLease): void {
    void this.judge.write({ actor, method, connector: "c", ...(lease ? { lease } : {}) }, async () => effect());
  }
}
