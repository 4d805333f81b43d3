import type { Cloud } from "./cloud/cloud.ts";
import type { CloudOptions } from "./cloud/cloud-options.ts";
import { Operator } from "./cloud/operator.ts";

/** What happens in a run, faults aside. */
export interface Scenario {
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  readonly cloud?: CloudOptions;
  /** Part of all calls of the stores that are throttled or in conflict, from 0 to 1. Default: 0. */
  readonly throttled?: number;
  /** Whether there is trouble without faults already, so that it is not judged how soon dead tasks are taken over. */
  readonly isTroubled?: boolean;
  /** Whether records come more than once without faults already. Default: no. */
  readonly mayRepeat?: boolean;
  /** What people and the source do. Ends when nothing more is to come. */
  script(stage: Stage): Promise<void>;
  /** What has to be true in the end beside everything being read: the first thing that is not, as a sentence. */
  missing?(cloud: Cloud): string | undefined;
}

/** What a script acts on. */
export class Stage {
  readonly cloud: Cloud;
  readonly operator: Operator;
  readonly #mostRows: number;

  /** @param mostRows Of each table at each `write`: what is to be said can often be said with fewer rows. */
  constructor(cloud: Cloud, mostRows = Number.MAX_SAFE_INTEGER) {
    this.#mostRows = mostRows;
    this.cloud = cloud;
    this.operator = new Operator(cloud);
  }

  /** Waits, in virtual time. */
  wait(ms: number): Promise<void> {
    return this.operator.wait(ms);
  }

  /** Adds rows to tables of a connector: tables that are not there are made. */
  write(connector: string, rows: Readonly<Record<string, number>>): void {
    for (const [table, count] of Object.entries(rows)) {
      this.cloud.tables.write(connector, table, Math.min(count, this.#mostRows));
    }
  }

  /** Every task at work stands still for so many milliseconds. */
  freezeTasks(ms: number): void {
    const { world, functions } = this.cloud;
    for (const actor of functions.invocations.running) actor.frozenUntil = world.now + ms;
  }

  drop(connector: string, table: string): void {
    this.cloud.tables.drop(connector, table);
  }
}

/** The configuration of a simulated connector: times that fit a short run, and a marker that its records repeat. */
export function tableProps(
  name: string,
  marker: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    name,
    "connector.class": "Tables",
    marker,
    "producer.override.client.id": marker,
    "poll.ms": "250",
    "sluice.checkpoint.interval.ms": "400",
    ...more,
  };
}
