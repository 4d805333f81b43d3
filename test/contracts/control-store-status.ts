import { describe, expect, test } from "vitest";
import { createConnector, newName, readItem, type StoresUnderTest } from "./stores-under-test.ts";

/**
 * The connector's own status: only whoever knows the newest item may write it (DESIGN §6.10).
 *
 * @param open Called once a test; stores of earlier tests may be shared, the suite uses names of its own.
 */
export function connectorStatusContract(open: () => Promise<StoresUnderTest>): void {
  describe("writeConnectorStatus", () => {
    test("replaces the status while the item is the one that was read", async () => {
      const stores = await open();
      const item = await createConnector(stores);
      const failed = { state: "FAILED", workerId: "w 1", trace: "Error: no\n\tat ü" } as const;
      expect(await stores.control.writeConnectorStatus(item, failed)).toBe(true);
      expect(await stores.control.readConnectorStatus(item.connector)).toEqual(failed);
      const running = { state: "RUNNING", workerId: "w 2", trace: undefined } as const;
      expect(await stores.control.writeConnectorStatus(item, running)).toBe(true);
      expect(await stores.control.readConnectorStatus(item.connector)).toEqual(running);
      expect(await stores.control.readConnectorStatus(item.connector, { stale: true })).toEqual(running);
      expect(await readItem(stores.control, item.connector)).toEqual(item);
    });

    test("is refused when the item has changed since it was read", async () => {
      const stores = await open();
      const item = await createConnector(stores);
      await stores.control.writeConnectorStatus(item, { state: "RUNNING", workerId: "w", trace: undefined });
      await stores.control.changeConnector(item, { targetState: "PAUSED" });
      const failed = { state: "FAILED", workerId: "w", trace: "late" } as const;
      expect(await stores.control.writeConnectorStatus(item, failed)).toBe(false);
      expect(await stores.control.readConnectorStatus(item.connector)).toMatchObject({ state: "RUNNING" });
    });

    test("of a connector that never was is refused", async () => {
      const stores = await open();
      const missing = { ...(await createConnector(stores)), connector: newName() };
      const running = { state: "RUNNING", workerId: "w", trace: undefined } as const;
      expect(await stores.control.writeConnectorStatus(missing, running)).toBe(false);
      expect(await stores.control.readConnectorStatus(missing.connector)).toBeUndefined();
    });
  });
}
