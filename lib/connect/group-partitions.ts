import { ConnectError } from "./errors.ts";

/**
 * Splits elements into contiguous groups whose sizes differ by one at most, larger groups first
 * (Kafka Connect's `ConnectorUtils.groupPartitions`). Always gives `numGroups` groups: when there are more groups than
 * elements the last ones are empty, so a connector asks for `min(elements.length, maxTasks)` of them.
 *
 * @throws ConnectError if `numGroups` is not a positive integer.
 */
export function groupPartitions<T>(elements: readonly T[], numGroups: number): T[][] {
  if (!Number.isInteger(numGroups) || numGroups <= 0) {
    throw new ConnectError(`The number of groups must be positive; it is ${numGroups}`);
  }
  const size = Math.floor(elements.length / numGroups);
  const larger = elements.length % numGroups;
  return Array.from({ length: numGroups }, (_, group) => {
    const from = group * size + Math.min(group, larger);
    return elements.slice(from, from + size + (group < larger ? 1 : 0));
  });
}
