import type { MemoryState } from "../../../lib/adapters/memory/memory-state.ts";
import type { Checkpoint, TaskInvocation, TransactionWrite } from "../../../lib/ports/index.ts";
import type { Actor } from "../actor.ts";
import type { World } from "../world.ts";
import { judgeConnector } from "./connector-rules.ts";
import { Facts } from "./facts.ts";
import { ForeignRules } from "./foreign-rules.ts";
import { storedRows } from "./lease-rules.ts";
import { LivingRules } from "./living-rules.ts";
import { judgeAppended } from "./log-rules.ts";
import { OffsetRules } from "./offset-rules.ts";
import { NOTHING, type Snapshot, takeSnapshot, type Write } from "./snapshot.ts";
import { RestartRules } from "./restart-rules.ts";
import { TakeoverRules } from "./takeover-rules.ts";
import { judgeContinuing, judgeNumber, heard } from "./invocation-rules.ts";
import { judgeTasks } from "./task-rules.ts";

/** What is judged beside the rules that always hold. */
export interface JudgeOptions {
  /** How soon dead tasks are taken over: whether the scheduler hears of them. For runs with little trouble. */
  readonly takeovers: "heard" | "unheard" | undefined;
  /** Whether records may come more than once: not where nothing goes wrong. */
  readonly mayRepeat: boolean;
}

/**
 * Watches a run and ends it at the first broken rule: after every write it compares what is stored with what was
 * stored before, whatever the code that wrote it believed; and it sees every record as consumers see it.
 */
export class Judge {
  readonly facts: Facts;
  readonly #state: MemoryState;
  readonly #offsets: OffsetRules;
  readonly #restarts: RestartRules;
  readonly #foreign: ForeignRules;
  readonly #living: LivingRules;
  readonly #last = new Map<string, Snapshot>();

  /** Only if it is to be judged how soon dead tasks are taken over. */
  readonly #takeovers: TakeoverRules | undefined;

  constructor(world: World, state: MemoryState, { takeovers, mayRepeat }: JudgeOptions) {
    this.facts = new Facts(world, state, mayRepeat);
    this.#state = state;
    this.#offsets = new OffsetRules(this.facts);
    this.#restarts = new RestartRules(this.facts);
    this.#foreign = new ForeignRules(this.facts, state);
    this.#living = new LivingRules(this.facts);
    this.#takeovers = takeovers && new TakeoverRules(this.facts, state, takeovers === "heard");
  }

  /** Lets a write take effect, in one step, and judges what it changed. */
  write<T>(write: Write, effect: () => Promise<T>): Promise<T> {
    const answer = effect();
    const before = this.#last.get(write.connector) ?? NOTHING;
    const after = takeSnapshot(this.#state, write.connector);
    this.#last.set(write.connector, after);
    this.#foreign.judge(write, this.#last);
    const change = { ...write, before, after };
    judgeConnector(this.facts, change);
    judgeTasks(this.facts, change);
    this.#living.judge(change);
    this.#offsets.judge(change);
    this.#restarts.judge(change);
    this.#takeovers?.judge(change);
    return answer;
  }

  /** Somebody starts a task. */
  starting(actor: Actor, invocation: TaskInvocation): void {
    this.#restarts.starting(actor, invocation);
    judgeContinuing(this.facts, actor, invocation);
  }

  /** An invocation is about to write a checkpoint. */
  checkpointing(actor: Actor, sequence: number): void {
    judgeNumber(this.facts, actor, sequence);
  }

  /** An invocation has heard whether its checkpoint was accepted. */
  checkpointed(actor: Actor, checkpoint: Checkpoint, answer: TransactionWrite): void {
    heard(this.facts, actor, checkpoint, answer);
  }

  /** A task invocation begins. */
  invoked(actor: Actor, invocation: TaskInvocation): void {
    this.facts.invoked(actor.name, invocation);
  }

  /** An invocation has died before its end. */
  died(actor: Actor): void {
    const invocation = this.facts.invocation(actor.name);
    if (invocation) this.#takeovers?.died(actor.name, invocation);
  }

  /** Somebody reads stored offsets; a task may do so only once it has had the lease. */
  offsetsRead(actor: Actor, connector: string): void {
    const invocation = this.facts.invocation(actor.name);
    if (!invocation) return;
    if (!invocation.base) this.facts.violate("offsets read before the lease", actor.name);
    // The source reads them all when it starts; what is read later is only compared.
    if (invocation.read) return;
    invocation.edits = this.facts.edits;
    invocation.read = storedRows(takeSnapshot(this.#state, connector).offsets);
  }

  /** A task opens Kafka: with the producer properties of its own generation. */
  kafkaOpened(actor: Actor, properties: Readonly<Record<string, string>>): void {
    const invocation = this.facts.invocation(actor.name);
    const marker = invocation && this.facts.plan(invocation.connector, invocation.generation)?.marker;
    if (marker === undefined || properties["client.id"] === marker) return;
    const detail = `${actor.name} opens Kafka as ${properties["client.id"]}, its plan has ${marker}`;
    this.facts.violate("another generation's configuration", detail);
  }

  /** Records have become visible to consumers. */
  appended(values: readonly string[]): void {
    judgeAppended(this.facts, values);
  }

  /**
   * An invocation has returned: its environment is frozen now, and whatever it left would go on minutes later. Reads
   * may be left: whenever they are answered, they change nothing.
   */
  returned(actor: Actor): void {
    const left = [...actor.waiting].filter(([, { isWrite }]) => isWrite).map(([call, { name }]) => `${name} (${call})`);
    if (actor.timers.size > 0) left.push(`${actor.timers.size} timers`);
    if (left.length > 0) this.facts.violate("left outstanding", `${actor.name} returned with ${left.join(", ")}`);
  }
}
