import { expect, test } from "vitest";
import { BEGIN } from "../world.ts";
import { idempotenceRules } from "./idempotence-rules.ts";
import { frameOf, type RawBatch } from "./idempotence-script.ts";
import { readProducedBatch } from "./produced-batch.ts";
import { SimulatedPartition } from "./simulated-partition.ts";

const newPartition = (): SimulatedPartition => new SimulatedPartition("t", 0, 1, () => undefined);
const read = (raw: RawBatch) => readProducedBatch(frameOf("t", [1n, 2n, 3n], raw, BEGIN));
const FIRST: RawBatch = { producer: 0, epoch: 1, sequence: 0, count: 2 };

idempotenceRules(async () => {
  const partition = newPartition();
  return async (raw) => await partition.produce(1, read(raw));
});

test("a leader that has forgotten a producer takes a repeated batch for a new one", async () => {
  const partition = newPartition();
  await partition.produce(1, read(FIRST));
  partition.forgetProducers();
  expect(await partition.produce(1, read(FIRST))).toMatchObject({ errorCode: 0, baseOffset: 2n });
});

test("a batch that only the old leader had is gone with it, and may be written again", async () => {
  const partition = newPartition();
  partition.holdReplication();
  const unacknowledged = partition.produce(1, read(FIRST));
  expect(partition.log).toEqual([]);
  partition.moveLeader(2);
  expect(await unacknowledged).toMatchObject({ errorCode: 6 });
  expect(await partition.produce(2, read(FIRST))).toMatchObject({ errorCode: 0, baseOffset: 0n });
  expect(partition.log).toHaveLength(1);
});
