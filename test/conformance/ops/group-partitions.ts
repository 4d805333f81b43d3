import { groupPartitions } from "../../../lib/connect/index.ts";
import { inPhase } from "../outcome.ts";
import type { Vector } from "../vector.ts";

/** `ConnectorUtils.groupPartitions`. */
export const groupPartitionsOp = (input: Vector["in"]): Promise<unknown> =>
  inPhase("apply", () => {
    const { elements, numGroups } = input;
    return groupPartitions(Array.isArray(elements) ? elements : [], Number(numGroups));
  });
