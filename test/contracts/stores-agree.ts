import fc from "fast-check";
import { expect } from "vitest";
import { anyOperation, type Operation } from "./store-operations.ts";
import { snapshotOf } from "./store-snapshot.ts";
import { newName, planConnector, readItem, type StoresUnderTest } from "./stores-under-test.ts";

interface StoresAgreeOptions {
  readonly open: () => Promise<StoresUnderTest>;
  readonly openOther: () => Promise<StoresUnderTest>;
  /** How many histories, and how many calls each has at most. */
  readonly runs: number;
  readonly calls: number;
}

/**
 * Makes the same calls of both stores, whatever comes, and wants the same answers and the same state after each: what one
 * accepts the other accepts, so that what is simulated with one holds for the other.
 *
 * @throws with the shortest history that tells them apart.
 */
export async function storesAgree({ open, openOther, runs, calls }: StoresAgreeOptions): Promise<void> {
  const histories = fc.array(anyOperation, { minLength: 1, maxLength: calls, size: "max" });
  const agree = async (history: readonly Operation[]): Promise<void> => {
    const [one, other] = [await open(), await openOther()];
    const connector = newName();
    for (const stores of [one, other]) await planConnector(stores, 2, connector);
    const items = [await readItem(one.control, connector)];
    for (const { call } of history) {
      const known = { connector, items: [...items], tasks: await one.tasks.listTasks(connector) };
      const [answer, otherAnswer] = [await call(one, known), await call(other, known)];
      expect(comparable(otherAnswer)).toEqual(comparable(answer));
      expect(await snapshotOf(other, connector)).toEqual(await snapshotOf(one, connector));
      items.push(await readItem(one.control, connector));
    }
    expect(await isListed(other, connector)).toBe(await isListed(one, connector));
  };
  await fc.assert(fc.asyncProperty(histories, agree), { numRuns: runs });
}

const isListed = async ({ control }: StoresUnderTest, connector: string): Promise<boolean> =>
  (await control.listConnectors()).some((item) => item.connector === connector);

/** A transaction that was accepted may tell its item or not. */
function comparable(answer: unknown): unknown {
  const accepted = typeof answer === "object" && answer !== null && "accepted" in answer && answer.accepted === true;
  return accepted ? { accepted } : answer;
}
