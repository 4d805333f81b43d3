import { expect, test } from "vitest";
import type { TickInvoker } from "../../lib/ports/index.ts";

/** An invoker, and a place where the ticks that it asks for arrive. */
export interface TickInvokerUnderTest {
  readonly invoker: TickInvoker;
  /** Waits up to so many milliseconds for ticks to be asked for, and returns whether they are for all these connectors. */
  readonly isAsked: (connectors: readonly string[], withinMs: number) => Promise<boolean>;
}

/** What asking and answering may take where the invoker is a service. */
const SOON_MS = 10_000;

/**
 * What every TickInvoker does: it asks for a tick of the connectors, at once or later, and does not wait for it.
 *
 * @param open Called once a test.
 */
export function tickInvokerContract(open: () => Promise<TickInvokerUnderTest>): void {
  const newName = (): string => `Bücher 📚 "${crypto.randomUUID()}"`;

  test("asks for a tick of the connectors", async () => {
    const { invoker, isAsked } = await open();
    const connectors = [newName(), newName()];
    await invoker.invoke({ connectors });
    expect(await isAsked(connectors, SOON_MS)).toBe(true);
  });

  test("asks again each time", async () => {
    const { invoker, isAsked } = await open();
    const connectors = [newName()];
    for (let n = 0; n < 2; n++) {
      await invoker.invoke({ connectors });
      expect(await isAsked(connectors, SOON_MS)).toBe(true);
    }
  });

  test("asks later, and not before", async () => {
    const { invoker, isAsked } = await open();
    const connectors = [newName()];
    const delayMs = 1000;
    const from = performance.now();
    await invoker.invoke({ connectors, takeover: true }, delayMs);
    expect(performance.now() - from).toBeLessThan(delayMs);
    expect(await isAsked(connectors, SOON_MS)).toBe(true);
    // A timer may be early by a millisecond.
    expect(performance.now() - from).toBeGreaterThanOrEqual(delayMs - 1);
  });

  test("leaves out none of very many", async () => {
    const { invoker, isAsked } = await open();
    const connectors = Array.from({ length: 10_000 }, newName);
    await invoker.invoke({ connectors });
    expect(await isAsked(connectors, SOON_MS)).toBe(true);
  });
}
