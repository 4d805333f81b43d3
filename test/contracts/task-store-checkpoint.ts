import { describe, expect, test } from "vitest";
import {
  A,
  B,
  checkpointOf,
  LATER,
  manyOffsets,
  only,
  PROGRESS,
  setUpTasks,
  type StoresUnderTest,
  takeLease,
} from "./stores-under-test.ts";

/**
 * W8: offsets, number and lease together (DESIGN §7).
 *
 * @param open Called once a test; stores of earlier tests may be shared, the suite uses names of its own.
 */
export function checkpointContract(open: () => Promise<StoresUnderTest>): void {
  const setUp = (taskCount?: number) => setUpTasks(open, taskCount);

  describe("W8 checkpoint", () => {
    test("writes offsets, number, progress and the end of the lease together", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const held = await only(tasks, connector);
      const offsets = new Map([
        [A, '{"id":9007199254740993}'],
        [B, null],
      ]);
      expect(await tasks.checkpoint(checkpointOf(lease, 5, { offsets }))).toMatchObject({ accepted: true });
      const item = { ...held, sequence: 5, expiresAt: LATER + 5, progress: PROGRESS };
      expect(await only(tasks, connector)).toEqual(item);
      expect(await tasks.readOffsets(connector, [A, B, '{"table":"c"}', A])).toEqual(offsets);
      expect(await tasks.listOffsets(connector)).toEqual(new Map([[A, '{"id":9007199254740993}']]));
    });

    test("of the end of an invocation gives the lease back", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const last = checkpointOf(lease, 1, { release: true });
      expect(await tasks.checkpoint(last)).toMatchObject({ accepted: true });
      const item = await only(tasks, connector);
      expect(item).toMatchObject({ epoch: lease.epoch, owner: undefined, expiresAt: undefined, sequence: 1 });
      // What tells the caller that the earlier try of this write took effect.
      expect(await tasks.checkpoint(last)).toEqual({ accepted: false, item });
    });

    test("repeated is refused by its own number", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      await tasks.checkpoint(checkpointOf(lease, 1));
      const again = await tasks.checkpoint(checkpointOf(lease, 1));
      expect(again).toMatchObject({ accepted: false, item: { epoch: lease.epoch, owner: "me", sequence: 1 } });
      expect(await tasks.readOffsets(connector, [A])).toEqual(new Map([[A, '{"id":1}']]));
    });

    test.for([
      ["an older number", { sequence: 1 }],
      ["the same number with other content", { sequence: 2 }],
      ["another owner", { owner: "other" }],
      ["an older epoch", { epoch: 1 }],
      ["an epoch never given", { epoch: 3 }],
    ] as const)("with %s is refused and writes nothing", async ([, wrong]) => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      await tasks.checkpoint(checkpointOf(lease, 2));
      const held = await only(tasks, connector);
      const { sequence, ...names } = { sequence: 3, ...wrong };
      const offsets = new Map([
        [A, '{"id":99}'],
        [B, '{"id":99}'],
      ]);
      const late = checkpointOf({ ...lease, ...names }, sequence, { offsets, progress: { records: 0, bytes: 0 } });
      expect(await tasks.checkpoint(late)).toEqual({ accepted: false, item: held });
      expect(await only(tasks, connector)).toEqual(held);
      expect(await tasks.listOffsets(connector)).toEqual(new Map([[A, '{"id":2}']]));
    });

    test("keeps a reset as a tombstone, which a later offset replaces", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      await tasks.checkpoint(checkpointOf(lease, 1));
      await tasks.checkpoint(checkpointOf(lease, 2, { offsets: new Map([[A, null]]) }));
      expect(await tasks.readOffsets(connector, [A])).toEqual(new Map([[A, null]]));
      expect(await tasks.listOffsets(connector)).toEqual(new Map());
      await tasks.checkpoint(checkpointOf(lease, 3));
      expect(await tasks.readOffsets(connector, [A])).toEqual(new Map([[A, '{"id":3}']]));
    });

    test("may hold no offset at all", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const empty = await tasks.checkpoint(checkpointOf(lease, 1, { offsets: new Map(), release: true }));
      expect(empty).toMatchObject({ accepted: true });
      expect(await only(tasks, connector)).toMatchObject({ sequence: 1, owner: undefined, progress: PROGRESS });
    });

    test("holds maxPartitions source partitions, and no more", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      const full = manyOffsets(tasks.maxPartitions);
      expect(await tasks.checkpoint(checkpointOf(lease, 1, { offsets: full }))).toMatchObject({ accepted: true });
      const tooMany = checkpointOf(lease, 2, { offsets: manyOffsets(tasks.maxPartitions + 1) });
      await expect(tasks.checkpoint(tooMany)).rejects.toThrow(
        new RegExp(`^\\d+ source partitions of connector ${connector} can't .* at most \\d+ source partitions$`),
      );
      expect(await tasks.listOffsets(connector)).toEqual(full);
      expect((await only(tasks, connector)).sequence).toBe(1);
      const more = [...manyOffsets(tasks.maxPartitions + 100)].slice(tasks.maxPartitions);
      for (const [n, offsets] of [more.slice(0, 50), more.slice(50)].entries()) {
        const next = checkpointOf(lease, 2 + n, { offsets: new Map(offsets) });
        expect(await tasks.checkpoint(next)).toMatchObject({ accepted: true });
      }
      const all = new Map([...full, ...more]);
      expect(await tasks.readOffsets(connector, [...all.keys()])).toEqual(all);
      expect(await tasks.listOffsets(connector)).toEqual(all);
    });

    test("keeps long source partitions apart", async () => {
      const { stores, planned, connector, tasks } = await setUp();
      const lease = await takeLease(stores, planned);
      // 1,024 bytes are the longest sort key that DynamoDB takes.
      const offsets = new Map(
        [longPartition("1"), longPartition("2"), partitionOfBytes(1024), partitionOfBytes(1025)].map((key, n) => [
          key,
          `{"id":${n}}`,
        ]),
      );
      expect(await tasks.checkpoint(checkpointOf(lease, 1, { offsets }))).toMatchObject({ accepted: true });
      expect(await tasks.readOffsets(connector, [...offsets.keys()])).toEqual(offsets);
      expect(await tasks.listOffsets(connector)).toEqual(offsets);
    });

    test("of one task does not disturb another", async () => {
      const { stores, planned, connector, tasks } = await setUp(2);
      const [first, second] = [await takeLease(stores, planned), await takeLease(stores, planned, { task: 1 })];
      const [, untouched] = await tasks.listTasks(connector);
      await tasks.checkpoint(checkpointOf(first, 1));
      expect((await tasks.listTasks(connector))[1]).toEqual(untouched);
      await tasks.checkpoint(checkpointOf(second, 1, { offsets: new Map([[B, "{}"]]) }));
      expect(await tasks.listOffsets(connector)).toEqual(
        new Map([
          [A, '{"id":1}'],
          [B, "{}"],
        ]),
      );
    });
  });
}

const longPartition = (end: string): string => `{"path":"${"ü".repeat(900)}${end}"}`;

const partitionOfBytes = (bytes: number): string => `{"p":"${"x".repeat(bytes - 8)}"}`;
