import { readProducedBatch } from "./produced-batch.ts";
import { idempotenceRules } from "./idempotence-rules.ts";
import { frameOf, type SendRaw } from "./idempotence-script.ts";
import { SimulatedPartition } from "./simulated-partition.ts";

idempotenceRules(async (): Promise<SendRaw> => {
  const partition = new SimulatedPartition("t", 0, 1, () => undefined);
  return async (raw) => await partition.produce(1, readProducedBatch(frameOf("t", [1n, 2n, 3n], raw)));
});
