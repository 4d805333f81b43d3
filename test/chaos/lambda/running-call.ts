import type { Environment } from "./environment.ts";
import type { Invocation } from "./events.ts";

/** A handler call that is under way, and what a fault can do to it. */
export class RunningCall {
  readonly invocation: Invocation;
  readonly environment: Environment;
  #deadline: number;
  #cutOff: NodeJS.Timeout | undefined;
  #reported = true;
  /** Whether it has the lease of its task, as far as is known here. */
  atWork = false;

  /** @param onCutOff Called when its time is up, just before it is killed. */
  constructor(invocation: Invocation, environment: Environment, onCutOff: () => void) {
    this.invocation = invocation;
    this.environment = environment;
    this.#deadline = invocation.deadline;
    const look = (): void => {
      const left = this.#deadline - Date.now();
      if (left > 0) this.#cutOff = setTimeout(look, left);
      else {
        onCutOff();
        environment.signal("SIGKILL");
      }
    };
    look();
  }

  /** Whether the on-failure destination hears of it if it dies. */
  get reported(): boolean {
    return this.#reported;
  }

  /** Kills its process at once. @param reported Whether Lambda notices. */
  kill(reported: boolean): void {
    this.#reported = reported;
    this.environment.signal("SIGKILL");
  }

  /** Stops its process. Its time limit waits as well: a zombie that never wakes up does no harm. */
  freeze(ms: number): void {
    this.#deadline += ms;
    this.environment.signal("SIGSTOP");
  }

  wake(): void {
    this.environment.signal("SIGCONT");
  }

  /** For a call that has ended. */
  end(): void {
    clearTimeout(this.#cutOff);
  }

  /** For people. */
  get title(): string {
    const { call, event } = this.invocation;
    const what =
      event.function === "task" ? `${event.connector}-${event.task} of generation ${event.generation}` : "scheduler";
    return `${what} (call ${call}, process ${this.environment.pid})`;
  }
}
