import { type FaultKind, type Faults, NO_FAULTS, parseFaults, printFaults } from "./fault.ts";
import { type Disturbance, DISTURBANCES } from "./kafka/disturbance.ts";

/** What goes wrong in a run. */
export interface Trouble {
  /** By the number of the call. */
  readonly faults: Faults;
  /** By the number of the request to Kafka's nodes, from 1; only where the real sender stands on simulated nodes. */
  readonly disturbances: ReadonlyMap<number, Disturbance>;
}

export const NO_TROUBLE: Trouble = { faults: NO_FAULTS, disturbances: new Map() };

export const oneFault = (call: number, kind: FaultKind): Trouble => ({
  ...NO_TROUBLE,
  faults: new Map([[call, kind]]),
});

/** `k=17:lost r=3:leader-moves`. */
export function printTrouble({ faults, disturbances }: Trouble): string {
  return [printFaults(faults), ...[...disturbances].map(([request, kind]) => `r=${request}:${kind}`)]
    .filter((text) => text !== "")
    .join(" ");
}

/** Reads what `printTrouble` wrote; other words are skipped. @throws Error for a kind that there is not. */
export function parseTrouble(text: string): Trouble {
  const disturbances = [...text.matchAll(/(?<=^|\s)r=(\d+):([\w-]+)/g)].map(([, request, name]) => {
    const kind = DISTURBANCES.find((known) => known === name);
    if (!kind) throw new Error(`There is no disturbance ${name}; there are ${DISTURBANCES.join(", ")}`);
    return [Number(request), kind] as const;
  });
  return { faults: parseFaults(text), disturbances: new Map(disturbances) };
}
