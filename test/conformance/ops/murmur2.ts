import { murmur2 } from "../../../lib/worker/record-batch/murmur2.ts";
import { partitionForKey } from "../../../lib/worker/record-batch/partitioner.ts";
import { inPhase } from "../outcome.ts";
import type { Vector } from "../vector.ts";

/** The partition that Kafka's default partitioner gives to a keyed record. */
export const murmur2Op = (input: Vector["in"]): Promise<unknown> =>
  inPhase("apply", () => {
    const key = Buffer.from(String(input["key"]), "base64");
    const hash = murmur2(key);
    return { hash, positive: hash & 0x7fffffff, partition: partitionForKey(key, Number(input["partitions"])) };
  });
