import { describe, expect, test } from "vitest";
import { ConnectError } from "../../lib/connect/errors.ts";
import type { TransactionWrite } from "../../lib/ports/task-store.ts";
import { type Fault, type FaultLayer, leavesCopy, takesEffect } from "../support/faults/fault.ts";
import { snapshotOf } from "./store-snapshot.ts";
import { type PreparedWrite, STORE_WRITES } from "./store-writes.ts";
import { newName, type StoresUnderTest } from "./stores-under-test.ts";

/** Stores with a fault layer between them and what keeps their state. */
export interface StoresWithFaults<F extends Fault> extends StoresUnderTest, AsyncDisposable {
  readonly faults: FaultLayer<F>;
  /** The same stores without faults, to prepare and to look. */
  readonly direct: StoresUnderTest;
}

export interface StoreFaultsOptions<F extends Fault> {
  /** What each write meets, by name: one fault, or one try after the other that fails. */
  readonly faults: Readonly<Record<string, readonly F[]>>;
  /** Called once a test, with what it will ask of the fault layer, if anything. */
  readonly open: (fault?: F) => Promise<StoresWithFaults<F>>;
  /** How long to wait for an answer that may never come; more than the time-out of a request, if there is one. */
  readonly patienceMs: number;
}

/**
 * What every write of both stores does when its request or its answer is lost, late, refused for now or comes twice
 * (DESIGN §6, §7): the caller gets a retriable error or nothing; the same write made again ends in the state that one
 * write makes, and is accepted or told that it took effect before; copies that arrive later change nothing.
 */
export function storeFaultsContract<F extends Fault>({ faults, open, patienceMs }: StoreFaultsOptions<F>): void {
  /** What the write makes of a connector when nothing goes wrong, worked out once. */
  const references = new Map<string, Promise<Reference>>();
  const referenceOf = (name: string): Promise<Reference> => {
    const known = references.get(name) ?? makeReference(name, open);
    references.set(name, known);
    return known;
  };

  /** A connector, the write to be made for it, and what became of the tries that met a fault. */
  async function begin(name: string, tries: readonly F[], stores: StoresWithFaults<F>) {
    const connector = newName();
    const prepared = await prepareWrite(name, stores.direct, connector);
    const outcomes: unknown[] = [];
    for (const fault of tries) {
      stores.faults.nextWrite(fault);
      outcomes.push(await outcomeOf(prepared.write(stores), patienceMs));
    }
    await stores.faults.settle();
    return { ...prepared, outcomes, state: () => snapshotOf(stores.direct, connector) };
  }

  describe.concurrent.each(Object.keys(STORE_WRITES))("%s", { timeout: 30_000 }, (name) => {
    test.for(Object.entries(faults))("%s", async ([, tries], { expect }) => {
      const fault = lastOf(tries);
      const { before, after, afterNext } = await referenceOf(name);
      await using stores = await open(fault);
      const prepared = await begin(name, tries, stores);
      const expected = fault.kind === "twice" ? isAccepted : isUndecided;
      for (const outcome of prepared.outcomes) expect(outcome).toSatisfy(expected);
      expect(await prepared.state()).toEqual(takesEffect(fault) ? after : before);

      const again = await prepared.write(stores.direct);
      if (!takesEffect(fault) || prepared.repeatable) expect(isAccepted(again)).toBe(true);
      else expect(again).toSatisfy((refusal) => tellsOfEffect(refusal, prepared));
      if (leavesCopy(fault)) expect(await prepared.state()).toEqual(after);

      await stores.faults.deliver();
      expect(await prepared.state()).toEqual(after);
      expect(isAccepted(await prepared.next())).toBe(true);
      expect(await prepared.state()).toEqual(afterNext);
    });

    test.for(Object.entries(faults).filter(([, tries]) => leavesCopy(lastOf(tries))))(
      "%s, after the next step",
      async ([, tries], { expect }) => {
        const { afterNext } = await referenceOf(name);
        await using stores = await open(lastOf(tries));
        const prepared = await begin(name, tries, stores);
        await prepared.write(stores.direct);
        expect(isAccepted(await prepared.next())).toBe(true);
        await stores.faults.deliver();
        expect(await prepared.state()).toEqual(afterNext);
      },
    );
  });
}

interface Reference {
  readonly before: unknown;
  readonly after: unknown;
  readonly afterNext: unknown;
}

async function makeReference<F extends Fault>(
  name: string,
  open: () => Promise<StoresWithFaults<F>>,
): Promise<Reference> {
  await using stores = await open();
  const connector = newName();
  const prepared = await prepareWrite(name, stores.direct, connector);
  const before = await snapshotOf(stores.direct, connector);
  expect(isAccepted(await prepared.write(stores.direct))).toBe(true);
  const after = await snapshotOf(stores.direct, connector);
  expect(after, "the write must be seen in what is read").not.toEqual(before);
  expect(isAccepted(await prepared.next())).toBe(true);
  return { before, after, afterNext: await snapshotOf(stores.direct, connector) };
}

/** Gets the connector ready for the write of that name. */
export function prepareWrite(name: string, stores: StoresUnderTest, connector: string): Promise<PreparedWrite> {
  const found = STORE_WRITES[name];
  if (!found) throw new Error(`There is no write ${name}`);
  return found(stores, connector);
}

/** What the call returns or throws; "nothing" if that takes longer than anybody waits. */
export async function outcomeOf<T>(call: Promise<T>, patienceMs: number): Promise<T | ConnectError | "nothing"> {
  const outOfPatience = new AbortController();
  const nothing = new Promise<"nothing">((resolve) => {
    const timer = setTimeout(() => resolve("nothing"), patienceMs);
    outOfPatience.signal.addEventListener("abort", () => clearTimeout(timer));
  });
  try {
    return await Promise.race([call, nothing]);
  } catch (error) {
    if (error instanceof ConnectError) return error;
    throw error;
  } finally {
    outOfPatience.abort();
  }
}

/** What leaves the caller no choice but to make the same call again, or to give up. */
export const isUndecided = (outcome: unknown): boolean =>
  outcome === "nothing" || (outcome instanceof ConnectError && outcome.retriable);

/** The fault that decides what became of the write. */
export function lastOf<F>(tries: readonly F[]): F {
  const last = tries.at(-1);
  if (last === undefined) throw new Error("A write must meet a fault");
  return last;
}

export const isAccepted = (outcome: unknown): boolean =>
  outcome === true ||
  (typeof outcome === "object" && outcome !== null && "accepted" in outcome && outcome.accepted === true);

/** Whether a refusal tells that an earlier try took effect. That of a control store only says that there is something to read. */
export function tellsOfEffect(outcome: boolean | TransactionWrite, prepared: PreparedWrite): boolean {
  if (typeof outcome === "boolean") return !outcome;
  return !outcome.accepted && outcome.item !== undefined && prepared.tookEffect?.(outcome.item) === true;
}
