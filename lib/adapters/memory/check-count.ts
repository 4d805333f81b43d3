import { ConnectError } from "../../connect/errors.ts";

/** @throws ConnectError naming the connector if an edit or a checkpoint holds more source partitions than it may. */
export function checkCount({
  connector,
  offsets,
  maxPartitions,
}: {
  readonly connector: string;
  readonly offsets: ReadonlyMap<string, unknown>;
  readonly maxPartitions: number;
}): void {
  if (offsets.size <= maxPartitions) return;
  const many = `${offsets.size} source partitions of connector ${connector} can't be written at once`;
  throw new ConnectError(`${many}: one write holds at most ${maxPartitions} source partitions`);
}
