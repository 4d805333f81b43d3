import type { Lambda } from "../lambda/lambda.ts";
import type { Operator } from "../operator.ts";
import type { Servers } from "../servers.ts";
import type { Turns } from "./turns.ts";

/** What is drawn for a fault; what each number means is its kind's affair. */
export interface FaultPlan {
  /** From 1. */
  readonly number: number;
  /** When it is to happen, in milliseconds from the start of the faults. */
  readonly atMs: number;
  readonly kind: string;
  /** Which of those that there are then: from 0 to 999, thousandths of their number. */
  readonly target: number;
  /** A short wait at the right moment, in milliseconds. */
  readonly delayMs: number;
  /** How long it lasts, in thousandths from its kind's shortest to its kind's longest time. */
  readonly length: number;
  /** For a kind that has two ways. */
  readonly coin: boolean;
}

/** What faults are done to. */
export interface World {
  readonly servers: Servers;
  readonly lambda: Lambda;
  readonly operator: Operator;
  /** One fault at a time for each server and for the operator. */
  readonly turns: Turns;
  readonly topics: readonly string[];
  /** Aborted when the run has to end. */
  readonly signal: AbortSignal;
}

export interface FaultKind {
  readonly name: string;
  /** How often it comes, beside the others. */
  readonly weight: number;
  /** What it will be, from the plan alone. */
  describe(plan: FaultPlan): string;
  /** Does it, and undoes what has to be undone. Returns what it hit. @throws if there was nothing to hit. */
  inject(world: World, plan: FaultPlan): Promise<string>;
}

/** Milliseconds between the shortest and the longest, as the plan says. */
export const lengthOf = ({ length }: FaultPlan, shortest: number, longest: number): number =>
  Math.round(shortest + ((longest - shortest) * length) / 999);

/** The one that the plan means. @throws if there is none. */
export function targetOf<T>({ target }: FaultPlan, items: readonly T[]): T {
  const item = items[Math.floor((target * items.length) / 1000)];
  if (item === undefined) throw new Error("There was nothing that it could have hit.");
  return item;
}
