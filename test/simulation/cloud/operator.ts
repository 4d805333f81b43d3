import { ConfigError, ConnectError } from "../../../lib/connect/index.ts";
import type { TargetState } from "../../../lib/ports/index.ts";
import {
  changeConfig,
  declareConnector,
  deleteConnector,
  editOffsets,
  setTargetState,
  type Worker,
} from "../../../lib/worker/index.ts";
import type { Facts } from "../judge/facts.ts";
import { attempt } from "../request.ts";
import type { Cloud } from "./cloud.ts";

/** After how many milliseconds a person takes an operation for lost, and how long until they do it again. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 5_000;

/** What was sent to the API and how it answered. */
type Outcome = "done" | { readonly error: unknown };

/** A person with the API at hand. An operation that fails or hangs is done again by the next one, until it is done. */
export class Operator {
  readonly #cloud: Cloud;
  #operations = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  get #facts(): Facts {
    return this.#cloud.judge.facts;
  }

  /** Waits, in virtual time. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#cloud.world.at(ms, resolve));
  }

  async create(connector: string, config: Readonly<Record<string, string>>): Promise<void> {
    const declaration = { connector, config, initialState: "RUNNING", declaredBy: "operator" } as const;
    await this.#untilDone(`create ${connector}`, (worker) => declareConnector(worker, declaration));
    this.#facts.operated(connector, { config, deleted: false });
  }

  async change(connector: string, config: Readonly<Record<string, string>>): Promise<void> {
    await this.#untilDone(`change ${connector}`, (worker) => changeConfig(worker, connector, config));
    this.#facts.operated(connector, { config });
  }

  async setState(connector: string, state: TargetState): Promise<void> {
    await this.#untilDone(`${state} ${connector}`, (worker) => setTargetState(worker, connector, state));
    this.#facts.operated(connector, { state });
  }

  async delete(connector: string): Promise<void> {
    await this.#untilDone(`delete ${connector}`, async (worker) => {
      const item = await worker.control.readConnector(connector);
      if (item && !item.deleted) await deleteConnector(worker, connector);
    });
    this.#facts.operated(connector, { deleted: true });
  }

  /** @param rows The row of each table after which to go on; 0: a reset. */
  edit(connector: string, rows: Readonly<Record<string, number>>): Promise<void> {
    return this.#untilDone(`edit ${connector}`, (worker) => editOffsets(worker, connector, offsetsOf(rows)));
  }

  /** An edit of offsets of a running connector must be refused, whatever else goes wrong. */
  async editRefused(connector: string, rows: Readonly<Record<string, number>>): Promise<void> {
    const outcome = await this.#once(`edit ${connector}`, (worker) => editOffsets(worker, connector, offsetsOf(rows)));
    if (outcome === "done")
      this.#cloud.world.violate("edit of offsets while running", `${connector}: it was not refused`);
  }

  async #untilDone(what: string, work: (worker: Worker) => Promise<void>): Promise<void> {
    for (;;) {
      const outcome = await this.#once(what, work);
      if (outcome === "done") return;
      const { error } = outcome;
      if (error instanceof ConfigError || !(error instanceof ConnectError)) {
        return this.#cloud.world.violate("operation refused", `${what}: ${String(error)}`);
      }
      await this.wait(PAUSE_MS);
    }
  }

  #once(what: string, work: (worker: Worker) => Promise<void>): Promise<Outcome> {
    const { world } = this.#cloud;
    const actor = this.#cloud.actor(`operator ${++this.#operations}`);
    world.note(actor.name, what);
    return new Promise((resolve) => {
      const gone = new ConnectError("No answer");
      actor.onKilled = () => resolve({ error: gone });
      world.at(PATIENCE_MS, () => world.kill(actor, "gives up"));
      const end = (outcome: Outcome): void => {
        actor.dead = true;
        resolve(outcome);
      };
      void attempt(() => work(this.#cloud.worker(actor))).then(
        () => end("done"),
        (error: unknown) => end({ error }),
      );
    });
  }
}

const offsetsOf = (rows: Readonly<Record<string, number>>): Map<string, string | null> =>
  new Map(
    Object.entries(rows).map(([table, row]) => [
      JSON.stringify({ table }),
      row === 0 ? null : JSON.stringify({ position: row }),
    ]),
  );
