import type { MemoryState } from "../../../lib/adapters/memory/memory-state.ts";
import type { TaskInvocation } from "../../../lib/ports/index.ts";
import type { Facts } from "./facts.ts";
import type { Change } from "./snapshot.ts";

/** A task whose holder has died. */
interface Orphan {
  readonly generation: number;
  readonly diedAt: number;
  /** When its lease was last extended. */
  readonly lastHeard: number;
}

/** How long a dead task may lie after its last heartbeat, and after its death where the scheduler hears of it. */
const UNHEARD_LIMIT_MS = 60_000;
const HEARD_LIMIT_MS = 5_000;

/** Rules over how soon somebody takes over the task of an invocation that died. For runs with one fault only. */
export class TakeoverRules {
  readonly #facts: Facts;
  readonly #state: MemoryState;
  readonly #heard: boolean;
  /** When the lease of each task was last taken or extended, and by whom. */
  readonly #holders = new Map<string, { readonly name: string; readonly time: number }>();
  readonly #orphans = new Map<string, Orphan>();

  /** @param heard Whether the scheduler hears of tasks that died. */
  constructor(facts: Facts, state: MemoryState, heard: boolean) {
    this.#facts = facts;
    this.#state = state;
    this.#heard = heard;
  }

  died(name: string, { connector, task, generation }: TaskInvocation): void {
    const key = `${connector}/${task}`;
    const holder = this.#holders.get(key);
    const failed = this.#state.details.get(connector)?.tasks.get(task)?.state === "FAILED";
    if (holder?.name !== name || failed || !this.#isWanted(connector, generation)) return;
    this.#orphans.set(key, { generation, diedAt: this.#facts.world.now, lastHeard: holder.time });
  }

  judge({ connector, actor, lease, before, after }: Change): void {
    for (const [task, item] of after.tasks) {
      const old = before.tasks.get(task);
      const key = `${connector}/${task}`;
      // A last write was under way when it died: it has released the task, or failed it.
      if (lease?.task === task) this.#orphans.delete(key);
      if (item.owner === undefined) this.#holders.delete(key);
      else if (item.expiresAt !== old?.expiresAt || item.owner !== old?.owner) {
        this.#holders.set(key, { name: actor.name, time: this.#facts.world.now });
        if (item.owner !== old?.owner) this.#takenOver(key, connector, actor.name);
      }
    }
  }

  #takenOver(key: string, connector: string, by: string): void {
    const orphan = this.#orphans.get(key);
    this.#orphans.delete(key);
    if (!orphan || !this.#isWanted(connector, orphan.generation)) return;
    const { now } = this.#facts.world;
    const [since, limit] = this.#heard ? [orphan.diedAt, HEARD_LIMIT_MS] : [orphan.lastHeard, UNHEARD_LIMIT_MS];
    if (now - since <= limit) return;
    this.#facts.violate("taken over late", `${key} by ${by} ${now - since} ms after its holder was last heard of`);
  }

  #isWanted(connector: string, generation: number): boolean {
    const item = this.#state.connectors.get(connector);
    return item !== undefined && !item.deleted && item.targetState === "RUNNING" && item.generation === generation;
  }
}
