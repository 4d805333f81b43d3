import type { TaskFailure, TaskInvocation } from "../../../lib/ports/index.ts";
import type { Actor } from "../actor.ts";
import type { Facts } from "./facts.ts";
import type { Change } from "./snapshot.ts";

/** Rules over failed tasks: the scheduler starts none whose time has not come, and none that only a change mends. */
export class RestartRules {
  readonly #facts: Facts;
  /** The stored failure of each task, and since when it is stored. */
  readonly #failures = new Map<string, { readonly failure: TaskFailure; readonly since: number }>();

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  judge({ connector, before, after }: Change): void {
    for (const [task, failure] of after.failures) {
      if (failure === before.failures.get(task)) continue;
      this.#failures.set(`${connector}/${task}`, { failure, since: this.#facts.world.now });
      const old = before.failures.get(task);
      const isMended = old?.generation !== failure.generation || before.tasks.get(task)?.state !== "FAILED";
      if (old && old.retryAt === undefined && failure.retryAt !== undefined && !isMended) {
        this.#facts.violate("permanent failure forgotten", `${connector}/${task}: ${failure.trace.split("\n")[0]}`);
      }
    }
  }

  /** A scheduler starts a task. It is judged by what was stored when that scheduler began. */
  starting(actor: Actor, { connector, task, generation }: TaskInvocation): void {
    const known = this.#failures.get(`${connector}/${task}`);
    if (this.#facts.invocation(actor.name) || !known || known.since > actor.since) return;
    const { failure } = known;
    const item = this.#facts.state.details.get(connector)?.tasks.get(task);
    if (failure.generation !== generation || item?.state !== "FAILED") return;
    const what = `${actor.name} starts ${connector}/${task}`;
    if (failure.retryAt === undefined) this.#facts.violate("permanent failure tried again", what);
    else if (failure.retryAt > actor.clock.now()) {
      const early = failure.retryAt - actor.clock.now();
      this.#facts.violate("tried again too soon", `${what} ${early} ms before its time`);
    }
  }
}
