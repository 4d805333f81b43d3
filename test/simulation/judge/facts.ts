import type { MemoryState } from "../../../lib/adapters/memory/memory-state.ts";
import type { TargetState, TaskInvocation } from "../../../lib/ports/index.ts";
import type { World } from "../world.ts";

/** What a published plan said. */
export interface PlanFacts {
  readonly marker: string;
  /** Tables of each task. */
  readonly tables: readonly (readonly string[])[];
  /** How many Kafka partitions a table's rows go to in turn: order and gaps are judged in each of them. */
  readonly spread: number;
}

/** One task invocation as the judge has seen it. */
export interface InvocationFacts extends TaskInvocation {
  readonly name: string;
  /** Stored rows of each table when its lease was first accepted; undefined: it never was. */
  base: ReadonlyMap<string, number> | undefined;
  /** Stored rows of each table when its source read its offsets. */
  read: ReadonlyMap<string, number> | undefined;
  /** The last row that it wrote to Kafka, of each table and Kafka partition. */
  readonly written: Map<string, number>;
  /** Whether one of its checkpoints changed an offset. */
  moved: boolean;
  /** How many edits of offsets there had been when its source read its offsets. */
  edits: number;
  /** The checkpoint of which it has heard that it was refused. */
  refused: number | undefined;
}

/** What consumers see of one table. */
export interface TableLog {
  readonly present: Set<number>;
  /** Rows behind which reading may begin: 0, and what an edit of offsets named. */
  readonly starts: Set<number>;
  /** Number of the last edit of its offset, counted over all tables; 0: none. After one, rows may come again. */
  edit: number;
}

/** What people have made of a connector, by operations that were answered well. */
export interface Wanted {
  readonly config: Readonly<Record<string, string>>;
  readonly state: TargetState;
  readonly deleted: boolean;
}

/** What the rules know beside the store. */
export class Facts {
  readonly world: World;
  readonly state: MemoryState;
  /** How many offsets have been edited. */
  edits = 0;
  readonly #wanted = new Map<string, Wanted>();
  readonly #plans = new Map<string, PlanFacts>();
  readonly #invocations = new Map<string, InvocationFacts>();
  readonly #logs = new Map<string, TableLog>();

  /** Whether records may come more than once: something goes wrong in this run. */
  readonly mayRepeat: boolean;

  constructor(world: World, state: MemoryState, mayRepeat: boolean) {
    this.mayRepeat = mayRepeat;
    this.world = world;
    this.state = state;
  }

  violate(rule: string, detail: string): void {
    this.world.violate(rule, detail);
  }

  /** An operation was answered well. */
  operated(connector: string, change: Partial<Wanted>): void {
    this.#wanted.set(connector, {
      config: {},
      state: "RUNNING",
      deleted: false,
      ...this.#wanted.get(connector),
      ...change,
    });
  }

  wanted(connector: string): Wanted | undefined {
    return this.#wanted.get(connector);
  }

  planned(connector: string, generation: number, plan: PlanFacts): void {
    this.#plans.set(`${connector}:${generation}`, plan);
  }

  plan(connector: string, generation: number): PlanFacts | undefined {
    return this.#plans.get(`${connector}:${generation}`);
  }

  invoked(name: string, invocation: TaskInvocation): void {
    this.#invocations.set(name, {
      ...invocation,
      name,
      base: undefined,
      read: undefined,
      written: new Map(),
      moved: false,
      edits: 0,
      refused: undefined,
    });
  }

  /** By the name of the invocation; undefined: it is no task. */
  invocation(name: string): InvocationFacts | undefined {
    return this.#invocations.get(name);
  }

  log(connector: string, table: string): TableLog {
    const key = `${connector}|${table}`;
    const known = this.#logs.get(key) ?? { present: new Set(), starts: new Set([0]), edit: 0 };
    this.#logs.set(key, known);
    return known;
  }
}
