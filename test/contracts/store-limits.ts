import { describe, expect, test } from "vitest";
import {
  checkpointOf,
  CONFIG,
  createConnector,
  FAILURE,
  newName,
  NOW,
  only,
  planConnector,
  planOf,
  readItem,
  type StoresUnderTest,
  takeLease,
} from "./stores-under-test.ts";

/**
 * What every store holds although it is large, up to what an item of DynamoDB may be: 400 KB. Traces may be cut.
 *
 * @param open Called once a test; stores of earlier tests may be shared, the suite uses names of its own.
 */
export function storeLimitsContract(open: () => Promise<StoresUnderTest>): void {
  const TRACE = "Error: ü\n\tat 📚 ".repeat(100_000);
  /** What people look at is the beginning. */
  const expectBeginning = (trace: string | undefined): void => {
    expect(trace?.length).toBeGreaterThan(10_000);
    expect(TRACE.startsWith(trace?.slice(0, 10_000) ?? "missing")).toBe(true);
  };

  describe("what is large", () => {
    test("a connector's trace", async () => {
      const { control, tasks } = await open();
      const item = await createConnector({ control, tasks });
      const status = { state: "FAILED", workerId: "w", trace: TRACE } as const;
      expect(await control.writeConnectorStatus(item, status)).toBe(true);
      expectBeginning((await control.readConnectorStatus(item.connector))?.trace);
    });

    test("a task's trace, written by itself or by who frees its lease", async () => {
      const stores = await open();
      const planned = await planConnector(stores, 1);
      const { connector } = planned;
      const lease = await takeLease(stores, planned);
      const failure = { ...FAILURE, trace: TRACE };
      expect(await stores.tasks.writeTaskFailure(lease, failure)).toMatchObject({ accepted: true });
      expectBeginning((await stores.tasks.listFailures(connector)).get(0)?.trace);
      const read = await only(stores.tasks, connector);
      expect(await stores.tasks.freeLease(connector, read, { ...failure, failures: 4 })).toMatchObject({
        accepted: true,
      });
      const kept = (await stores.tasks.listFailures(connector)).get(0);
      expect(kept).toMatchObject({ ...FAILURE, failures: 4, trace: expect.any(String) });
      expectBeginning(kept?.trace);
    });

    test("a configuration of nearly 400 KB", async () => {
      const { control, tasks } = await open();
      const connector = newName();
      const config = { ...CONFIG, tables: "x".repeat(390 * 1024) };
      expect(await control.createConnector({ connector, uid: "u", config, targetState: "RUNNING" })).toBe(true);
      const created = await readItem(control, connector);
      expect(created.config).toEqual(config);
      const changed = { ...config, tables: "y".repeat(390 * 1024) };
      expect(await control.changeConnector(created, { config: changed })).toBe(true);
      const read = await readItem(control, connector);
      expect(await control.publishPlan({ ...planOf(read, 1), config: changed })).toBe(true);
      expect((await control.readTaskConfigs(connector, 1))?.config).toEqual(changed);
      await control.stopConnector(await readItem(control, connector), { now: NOW, delete: true });
      expect(await control.forgetConnector(await readItem(control, connector))).toBe(true);
      expect(await tasks.listTasks(connector)).toHaveLength(1);
    });

    test("offsets of 99 source partitions that take 3 MB together", async () => {
      const stores = await open();
      const planned = await planConnector(stores, 1);
      const lease = await takeLease(stores, planned);
      const offsets = new Map(Array.from({ length: 99 }, (_, n) => [`{"n":${n}}`, `"${`${n}`.repeat(16_000)}"`]));
      expect(await stores.tasks.checkpoint(checkpointOf(lease, 1, { offsets }))).toMatchObject({ accepted: true });
      expect(await stores.tasks.listOffsets(planned.connector)).toEqual(offsets);
      expect(await stores.tasks.readOffsets(planned.connector, [...offsets.keys()])).toEqual(offsets);
    });
  });
}
