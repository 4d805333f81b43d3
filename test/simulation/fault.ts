/** What can go wrong with one call of a port. */
export const FAULT_KINDS = [
  /** No effect; the caller gets a retriable error. */
  "fails",
  /** It takes effect; the caller gets a retriable error after a time-out. */
  "lost",
  /** No effect and no answer: whoever waits for it is cut off by the time limit of its invocation. */
  "never",
  /** It takes effect, and there is no answer. */
  "never-done",
  /** The caller gets a retriable error now; it takes effect seconds to minutes later. */
  "late",
  /** Answered well; it takes effect once more seconds to minutes later. */
  "twice",
  /** The caller dies before the call leaves it. */
  "crash",
  /** The caller dies after the call has left it. */
  "crash-done",
  /** The caller stops after the call has left it, and goes on 20 to 90 seconds later. */
  "freeze",
  /** The caller stops before the call leaves it, and goes on 20 to 90 seconds later: the arguments are old by then. */
  "held",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** What is worth trying with a call that changes nothing at the server: what differs from the others for the caller. */
export const READ_FAULTS: readonly FaultKind[] = ["fails", "never", "crash", "freeze"];

/** Faults by the number of the call. */
export type Faults = ReadonlyMap<number, FaultKind>;

export const NO_FAULTS: Faults = new Map();

/** `k=17:lost k=23:freeze`. */
export const printFaults = (faults: Faults): string => [...faults].map(([call, kind]) => `k=${call}:${kind}`).join(" ");

/** Reads what `printFaults` wrote; other words are skipped. @throws Error for a fault of an unknown kind. */
export function parseFaults(text: string): Faults {
  return new Map(
    [...text.matchAll(/(?<=^|\s)k=(\d+):([\w-]+)/g)].map(([, call, name]) => {
      const kind = FAULT_KINDS.find((known) => known === name);
      if (!kind) throw new Error(`There is no fault ${name}; there are ${FAULT_KINDS.join(", ")}`);
      return [Number(call), kind];
    }),
  );
}
