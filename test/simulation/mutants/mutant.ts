import type { FaultKind } from "../fault.ts";
import type { Disturbance } from "../kafka/disturbance.ts";

/** One change of the text of a source file. */
export interface Edit {
  /** Path from the root of the project. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

/** Where to look for the harm that a mutant does. */
export interface Search {
  /** Name of the scenario. */
  readonly scenario: string;
  /** Default: 1 to 4, one for each way in which time passes on the network. */
  readonly seeds?: readonly number[];
  /** The calls that get a fault, by name. Default: all. */
  readonly calls?: readonly string[];
  /** Default: every fault that makes sense for the call. */
  readonly faults?: readonly FaultKind[];
  /** What happens at one request to Kafka's nodes. Default: nothing. */
  readonly disturbances?: readonly Disturbance[];
  /** The rules that count when one is broken. Default: the promises of PROTOCOL.md. */
  readonly rules?: readonly string[];
  /** What goes wrong after each of those faults when it is not enough. Default: nothing. */
  readonly next?: Pick<Search, "calls" | "faults">;
}

/** A planted bug: the real code with a rule of the protocol left out. */
export interface Mutant {
  readonly name: string;
  /** Which rule is left out, as a sentence with the place that states it. */
  readonly breaks: string;
  readonly edits: readonly Edit[];
  /** Tried one after the other until the judge reports a broken rule. */
  readonly searches: readonly Search[];
}
